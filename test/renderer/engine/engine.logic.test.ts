import { appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { joinCommand, wordOf } from '../../../renderer/features/engine/engine.logic'
import { anEngine } from '../../fakes/strataApi'

const denied = (group: string) => appError('ENGINE_PERMISSION_DENIED', { path: '/run/docker.sock', group })

describe('joinCommand', () => {
  it('joins the group of the socket', () => {
    expect(joinCommand(denied('docker'), 'linux')).toBe('sudo usermod -aG docker "$USER"')
  })

  it.each([
    ['root', 'linux'],
    ['', 'linux'],
    ['a; rm -rf /', 'linux'],
    ['docker', 'win32'],
    ['docker', undefined],
  ] as const)('is not offered for group %j on %s', (group, platform) => {
    expect(joinCommand(denied(group), platform)).toBeUndefined()
  })

  it('is not offered for another error', () => {
    expect(joinCommand(appError('ENGINE_UNREACHABLE'), 'linux')).toBeUndefined()
  })
})

describe('wordOf', () => {
  it('tells an engine that was lost from one that was never reached', () => {
    const error = appError('ENGINE_LOST')
    expect(wordOf({ type: 'lost', since: 0, error, engine: anEngine })).toBe('lost')
    expect(wordOf({ type: 'lost', since: 0, error })).toBe('unreachable')
    expect(wordOf({ type: 'connected', since: 0, engine: anEngine })).toBe('connected')
  })
})

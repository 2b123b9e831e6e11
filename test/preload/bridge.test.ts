import { callNames, eventNames } from '@shared/channels'
import { calls, events } from '@shared/contract'
import { describe, expect, it, vi } from 'vitest'
import { buildBridge } from '../../preload/bridge'

function bridge() {
  const deliver = new Map<string, (payload: unknown) => void>()
  const invoke = vi.fn(
    async (_channel: string, _input: unknown): Promise<unknown> => ({ ok: true, value: 1 }),
  )
  const api = buildBridge({ invoke, on: (channel, handler) => void deliver.set(channel, handler) })
  return {
    api,
    invoke,
    emit: (channel: string, payload: unknown) => deliver.get(channel)?.(payload),
    deliver,
  }
}

const keysOf = (tree: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(tree).map(([name, members]) => [name, Object.keys(members).sort()]))

describe('window.strata', () => {
  it('knows the calls and events of the contract, and no others', () => {
    const sorted = (names: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(names).map(([name, members]) => [name, [...members].sort()]))
    expect(sorted(callNames)).toEqual(keysOf(calls))
    expect(sorted(eventNames)).toEqual(keysOf(events))
  })

  it('sends each call on its own channel, input only', async () => {
    const { api, invoke } = bridge()
    await api.images.inspect({ image: 'redis' })
    await api.engine.status()
    expect(invoke.mock.calls).toEqual([
      ['images:inspect', { image: 'redis' }],
      ['engine:status', undefined],
    ])
  })

  it('listens once to each event, and ends one subscription without the others', () => {
    const { api, emit, deliver } = bridge()
    expect(deliver.size).toBe(Object.values(eventNames).flat().length)
    const seen: string[] = []
    const same = () => void seen.push('same')
    const stopFirst = api.jobs.onChanged(same)
    api.jobs.onChanged(same)
    emit('jobs:changed', { updated: [], dismissed: [] })
    stopFirst()
    stopFirst()
    emit('jobs:changed', { updated: [], dismissed: [] })
    expect(seen).toEqual(['same', 'same', 'same'])
  })

  it('hands the payload to listeners, and never the event with its sender', () => {
    const { api, emit } = bridge()
    const listener = vi.fn()
    api.app.onCommand(listener)
    emit('app:command', { type: 'openPalette' })
    expect(listener.mock.calls).toEqual([[{ type: 'openPalette' }]])
  })

  it('refuses what is no listener', () => {
    const { api } = bridge()
    expect(() => Reflect.apply(api.jobs.onChanged, undefined, ['x'])).toThrow(TypeError)
  })
})

import type { RunCommand } from '@shared/domain/imageDetails'
import { appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { containerNow, exitMeaning } from '../../../renderer/features/activity/run/run.logic'
import {
  conflictOf,
  formForImage,
  formForOptions,
  pastedEnv,
  planOf,
  type RunForm,
} from '../../../renderer/features/run/run.logic'
import { imageId } from '../../builders/imageRow'

const own: RunCommand = { argv: ['/entry', 'cmd'], entrypoint: ['/entry'], cmd: ['cmd'], cmdIgnored: false }
const plan = (over: Partial<RunForm>, more: Partial<Parameters<typeof planOf>[2]> = {}) =>
  planOf({ ...formForImage(undefined), autoRemove: false, ...over }, 'app:1', {
    own,
    replace: undefined,
    ...more,
  })

describe('the form of a run', () => {
  it('proposes the ports that the image exposes', () => {
    const { ports } = formForImage({ ports: ['8888/tcp', '80/tcp', '53/udp', 'odd'] })
    expect(ports.map(({ host, container }) => `${host}:${container}`)).toEqual([
      '8888:8888',
      '8080:80',
      '8053:53/udp',
    ])
  })

  it('is whole again after settings were taken over', () => {
    const options = {
      image: 'app:1',
      name: 'web',
      command: ['sh', '-c', "echo 'a b' $X"],
      entrypoint: ['/bin/env', ''],
      env: ['A=b\nc'],
      ports: [{ containerPort: 53, protocol: 'udp' as const, hostPort: 5300, hostIp: '127.0.0.1' }],
      publishAll: true,
      autoRemove: false,
      detach: true,
    }
    const replace = { id: 'abc', name: 'web' }
    const { request, commandLine, signs } = planOf(formForOptions(options), 'app:1', { own, replace })
    expect(request).toEqual({ ...options, replace: 'abc' })
    expect(commandLine).toMatch(/^docker rm --force web\ndocker run --detach --name web /)
    expect(signs).toEqual([])
  })

  it.each([
    [{}, ['/entry', 'cmd']],
    [{ command: 'other "a b"' }, ['/entry', 'other', 'a b']],
    [{ entrypointMode: 'none', command: 'sh' }, ['sh']],
    [{ entrypointMode: 'none' }, []],
    [{ entrypointMode: 'other', entrypoint: '/bin/sh -c' }, ['/bin/sh', '-c']],
    [{ entrypointMode: 'other', entrypoint: '/bin/echo', command: 'x' }, ['/bin/echo', 'x']],
  ] as const)('%j starts %j', (over, words) => expect(plan(over).words).toEqual(words))

  it('names what is wrong, and asks for nothing then', () => {
    const wrong = plan({
      command: "echo 'open",
      entrypointMode: 'other',
      name: 'a',
      ports: [
        { key: 0, host: '70000', container: '80' },
        { key: 1, host: '', container: 'http' },
        { key: 2, host: '90', container: '80' },
        { key: 3, host: '90', container: '81' },
        { key: 4, host: '', container: '' },
      ],
      env: [{ key: 0, text: '=x' }],
    })
    expect(wrong.request).toBeUndefined()
    expect(wrong.words).toBeUndefined()
    expect(wrong.problems).toEqual([
      { field: 'command', type: 'open', sign: "'" },
      { field: 'entrypoint', type: 'empty' },
      { field: 'name', type: 'invalid' },
      { field: 'port', type: 'host', key: 0 },
      { field: 'port', type: 'container', key: 1 },
      { field: 'port', type: 'twice', key: 3 },
      { field: 'env', type: 'noName', key: 0 },
    ])
  })

  it('makes rows of pasted lines, without remarks and empty ones', () => {
    const rows = [
      { key: 0, text: 'A=1' },
      { key: 1, text: '' },
    ]
    expect(pastedEnv(rows, 1, '# env\nB=2\r\n\n C=3 ')?.map(({ text }) => text)).toEqual([
      'A=1',
      'B=2',
      'C=3',
    ])
    expect(pastedEnv(rows, 1, 'B=2')).toBeUndefined()
  })

  it('knows which container could give way', () => {
    const name = appError('CONTAINER_NAME_TAKEN', { name: 'web', container: 'abc' })
    expect(conflictOf(name)).toEqual({ id: 'abc', name: 'web' })
    const port = appError('RUN_PORT_HELD', { port: 80, container: 'web', containerId: 'abc' })
    expect(conflictOf(port)).toEqual({ id: 'abc', name: 'web' })
    expect(conflictOf(appError('RUN_PORT_TAKEN', { port: 80 }))).toBeUndefined()
  })
})

describe('the end of a run', () => {
  it.each([
    [0, 'well'],
    [1, 'own'],
    [125, 'engine'],
    [126, 'notExecutable'],
    [127, 'notFound'],
    [137, 'killed'],
    [143, 'stopped'],
    [136, 'signal'],
    [255, 'own'],
  ] as const)('%i means %s', (exitCode, meaning) =>
    expect(exitMeaning({ exitCode, outOfMemory: false })).toBe(meaning),
  )

  it('for want of memory goes first', () => {
    expect(exitMeaning({ exitCode: 137, outOfMemory: true })).toBe('memory')
  })

  it('is told by the engine where it has told since', () => {
    const report = {
      containerId: 'c1',
      name: 'web',
      imageId: imageId(1),
      outOfMemory: false,
      running: true,
      isThere: true,
      ports: [],
      lines: 0,
      took: 1,
    }
    expect(containerNow(report, undefined)).toEqual({ isThere: true, running: true })
    expect(containerNow(report, [])).toEqual({ isThere: false, running: false })
    const ended = { id: 'c1', name: 'web', state: 'exited', running: false, createdFrom: 'app:1' }
    expect(containerNow(report, [ended])).toEqual({ isThere: true, running: false })
  })
})

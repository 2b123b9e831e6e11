import { AppFailure, appError } from '@shared/errors'
import { describe, expect, it, vi } from 'vitest'
import { createDispatch } from '../../../main/ipc/dispatch'
import type { Handlers } from '../../../main/ipc/handlers'

const context = { signal: new AbortController().signal }

/** Handlers that all fail as a bug would, but for the ones given. */
function handlersWith(own: Partial<Record<string, (input: unknown) => unknown>>): Handlers {
  const domain = (name: string): unknown =>
    new Proxy(
      {},
      {
        get: (_target, action) =>
          own[`${name}:${String(action)}`] ??
          (() => {
            throw new Error(`${name}:${String(action)} was not expected`)
          }),
      },
    )
  return new Proxy({}, { get: (_target, name) => domain(String(name)) }) as Handlers
}

describe('a call', () => {
  it('answers what its handler returns', async () => {
    const dispatch = createDispatch(handlersWith({ 'jobs:log': (input) => input }), () => 'id')
    expect(await dispatch('jobs:log', { id: 'job-1', from: 3 }, context)).toEqual({
      ok: true,
      value: { id: 'job-1', from: 3 },
    })
  })

  it('names the first wrong place of an input and does not reach the handler', async () => {
    const handle = vi.fn()
    const dispatch = createDispatch(handlersWith({ 'images:removePlan': handle }), () => 'id')
    const answer = await dispatch(
      'images:removePlan',
      { targets: [{ type: 'image', imageId: 'sha256:short' }] },
      context,
    )
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', params: { path: 'targets.0.imageId' }, retryable: false },
    })
    expect(handle).not.toHaveBeenCalled()
  })

  it.each([
    ['an unknown call', 'images:format', {}],
    ['an unknown key', 'images:inspect', { image: 'redis', extra: 1 }],
    ['a prototype key', 'images:inspect', JSON.parse('{"image":"redis","__proto__":{"x":1}}')],
    ['something that is not plain data', 'images:inspect', new Map([['image', 'redis']])],
    ['too many values', 'images:prune', { imageIds: Array.from({ length: 500_000 }, () => 1) }],
  ])('refuses %s', async (_what, channel, input) => {
    const dispatch = createDispatch(handlersWith({}), () => 'id')
    expect(await dispatch(channel, input, context)).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID' },
    })
  })

  it('bounds what it repeats of a wrong input', async () => {
    const dispatch = createDispatch(handlersWith({}), () => 'id')
    const answer = await dispatch('settings:set', { ['k'.repeat(100_000)]: 1 }, context)
    expect(JSON.stringify(answer).length).toBeLessThan(1_000)
  })

  it('passes an expected failure on as data', async () => {
    const error = appError('IMAGE_NOT_FOUND', { image: 'redis' }, { detail: 'No such image' })
    const dispatch = createDispatch(
      handlersWith({
        'images:inspect': () => {
          throw new AppFailure(error)
        },
      }),
      () => 'id',
    )
    expect(await dispatch('images:inspect', { image: 'redis' }, context)).toEqual({ ok: false, error })
  })

  it('turns a bug into INTERNAL with the id of its log line, and tells nothing else', async () => {
    const bug = new Error('ENOENT /home/someone/secret')
    const report = vi.fn(() => 'a1b2c3d4')
    const dispatch = createDispatch(
      handlersWith({
        'images:inspect': async () => {
          await Promise.resolve()
          throw bug
        },
      }),
      report,
    )
    expect(await dispatch('images:inspect', { image: 'redis' }, context)).toEqual({
      ok: false,
      error: { code: 'INTERNAL', params: { id: 'a1b2c3d4' }, retryable: false },
    })
    expect(report).toHaveBeenCalledWith('images:inspect', bug)
  })
})

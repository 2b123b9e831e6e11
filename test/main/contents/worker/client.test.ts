import { AppFailure, appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import type { OpContext } from '../../../../main/contents/worker/calls'
import { WorkerClient } from '../../../../main/contents/worker/client'
import { workerInside } from '../support/workerInside'

const never = new AbortController().signal

const ops = {
  double: async ({ n }: { readonly n: number }) => await Promise.resolve(n * 2),
  refuse: async (): Promise<number> =>
    await Promise.reject(new AppFailure(appError('CONTENTS_GONE', { a: 1 }))),
  bug: async (): Promise<number> => await Promise.reject(new TypeError('a bug')),
  wait: async (_: object, { signal }: OpContext) =>
    await new Promise<number>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped by the signal')))
    }),
  count: async ({ to }: { readonly to: number }, { progress }: OpContext) => {
    for (let i = 1; i <= to; i += 1) progress({ bytes: i, entries: 0 })
    return await Promise.resolve(to)
  },
}
type Analyst = typeof ops

function client(died: (error: unknown) => void = () => undefined) {
  const workers: ReturnType<typeof workerInside>[] = []
  const made = new WorkerClient<Analyst>(() => {
    const worker = workerInside(ops)
    workers.push(worker)
    return worker
  }, died)
  return { made, workers }
}

describe('a worker', () => {
  it('answers calls, many at once', async () => {
    const { made, workers } = client()
    const answers = await Promise.all(
      [1, 2, 3].map(async (n) => await made.call('double', { n }, { signal: never })),
    )
    expect(answers).toEqual([2, 4, 6])
    expect(workers).toHaveLength(1)
    await made.close()
  })

  it('passes on expected failures as they are, and bugs as errors', async () => {
    const { made } = client()
    await expect(made.call('refuse', undefined, { signal: never })).rejects.toMatchObject({
      error: { code: 'CONTENTS_GONE', params: { a: 1 } },
    })
    await expect(made.call('bug', undefined, { signal: never })).rejects.toThrow('a bug')
    await made.close()
  })

  it("stops a call on abort, with the signal's own reason, and goes on with others", async () => {
    const { made } = client()
    const stop = new AbortController()
    const waiting = made.call('wait', {}, { signal: stop.signal })
    const reason = new Error('given up')
    stop.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    expect(await made.call('double', { n: 4 }, { signal: never })).toBe(8)
    await made.close()
  })

  it('reports progress now and then, the last of it always', async () => {
    const { made } = client()
    const seen: number[] = []
    await made.call('count', { to: 10_000 }, { signal: never, progress: ({ bytes }) => seen.push(bytes) })
    expect(seen.at(-1)).toBe(10_000)
    expect(seen.length).toBeLessThan(1_000)
    await made.close()
  })

  it('that dies fails all calls, is told, and is replaced at the next call', async () => {
    const deaths: unknown[] = []
    const { made, workers } = client((error) => deaths.push(error))
    const waiting = made.call('wait', {}, { signal: never })
    const cause = new Error('out of memory')
    workers[0]?.die(cause)
    await expect(waiting).rejects.toMatchObject({ error: { code: 'INTERNAL' } })
    expect(deaths).toEqual([cause])
    expect(await made.call('double', { n: 1 }, { signal: never })).toBe(2)
    expect(workers).toHaveLength(2)
    await made.close()
  })
})

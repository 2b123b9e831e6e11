import type { DiskUsageOfImages } from '@shared/domain/disk'
import { AppFailure, appError } from '@shared/errors'
import { afterEach, expect, test, vi } from 'vitest'
import { DiskUsageQueue } from '../../../main/engine/diskUsage'

afterEach(() => vi.useRealTimers())

/** An engine that fails on two at once, as 20.10 does; each answer is told by the test. */
function engine() {
  const running: {
    finish: (layersSize: number) => void
    fail: (error: Error) => void
    signal: AbortSignal
  }[] = []
  let inFlight = 0
  let most = 0
  const ask = async (signal: AbortSignal): Promise<DiskUsageOfImages> => {
    inFlight += 1
    most = Math.max(most, inFlight)
    try {
      return await new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        running.push({
          finish: (layersSize) => resolve({ layersSize, images: [] }),
          fail: reject,
          signal,
        })
      })
    } finally {
      inFlight -= 1
    }
  }
  return { queue: new DiskUsageQueue(ask), running, most: () => most }
}

const sizeOf = async (usage: Promise<DiskUsageOfImages>) => (await usage).layersSize

test('who asks while one runs gets an answer of a later one, shared by all who wait', async () => {
  const { queue, running, most } = engine()
  const first = sizeOf(queue.get(undefined))
  await vi.waitFor(() => expect(running).toHaveLength(1))
  const others = [1, 2, 3].map(() => sizeOf(queue.get(undefined)))
  running[0]?.finish(1)
  expect(await first).toBe(1)
  await vi.waitFor(() => expect(running).toHaveLength(2))
  running[1]?.finish(2)
  expect(await Promise.all(others)).toEqual([2, 2, 2])
  expect(most()).toBe(1)
})

test('those who ask in the same moment share one', async () => {
  const { queue, running } = engine()
  const all = [1, 2, 3, 4].map(() => sizeOf(queue.get(undefined)))
  await vi.waitFor(() => expect(running).toHaveLength(1))
  running[0]?.finish(7)
  expect(await Promise.all(all)).toEqual([7, 7, 7, 7])
  expect(running).toHaveLength(1)
})

test('one who leaves does not take it from the others; the last one ends the request', async () => {
  const { queue, running } = engine()
  const reason = new Error('left')
  const one = new AbortController()
  const two = new AbortController()
  const asked = [queue.get(one.signal), queue.get(two.signal)]
  await vi.waitFor(() => expect(running).toHaveLength(1))
  one.abort(reason)
  await expect(asked[0]).rejects.toBe(reason)
  expect(running[0]?.signal.aborted).toBe(false)
  two.abort(reason)
  await expect(asked[1]).rejects.toBe(reason)
  expect(running[0]?.signal.aborted).toBe(true)
})

test('after one that was given up, the next is asked anew', async () => {
  const { queue, running } = engine()
  const controller = new AbortController()
  const given = queue.get(controller.signal)
  await vi.waitFor(() => expect(running).toHaveLength(1))
  const next = sizeOf(queue.get(undefined))
  controller.abort(new Error('left'))
  await expect(given).rejects.toThrow('left')
  await vi.waitFor(() => expect(running).toHaveLength(2))
  running[1]?.finish(3)
  expect(await next).toBe(3)
})

test('a caller who joins a turn that was given up while it waited is not left with its abort', async () => {
  const { queue, running } = engine()
  const first = sizeOf(queue.get(undefined))
  await vi.waitFor(() => expect(running).toHaveLength(1))
  const controller = new AbortController()
  const second = queue.get(controller.signal)
  controller.abort(new Error('left'))
  await expect(second).rejects.toThrow('left')
  const third = sizeOf(queue.get(undefined))
  running[0]?.finish(1)
  expect(await first).toBe(1)
  await vi.waitFor(() => expect(running).toHaveLength(2))
  running[1]?.finish(3)
  expect(await third).toBe(3)
})

test("another client's request makes the engine busy: ours waits for it", async () => {
  const busy = new AppFailure(appError('ENGINE_BUSY', {}, { retryable: true }))
  let tries = 0
  const queue = new DiskUsageQueue(async () => {
    tries += 1
    if (tries < 3) throw busy
    return { layersSize: 5, images: [] }
  })
  expect(await sizeOf(queue.get(undefined))).toBe(5)
  expect(tries).toBe(3)
})

test('what vanishes while the engine sums up is no failure of the sum', async () => {
  const detail = 'NotFound: snapshot q0hcz0w54uumt94sfcqup5zhd-view does not exist: not found'
  const vanished = new AppFailure(appError('ENGINE_ERROR', { status: 404 }, { detail }))
  let tries = 0
  const queue = new DiskUsageQueue(async () => {
    tries += 1
    if (tries < 3) throw vanished
    return { layersSize: 5, images: [] }
  })
  expect(await sizeOf(queue.get(undefined))).toBe(5)
  expect(tries).toBe(3)
})

test('a failure is told to all, and the next one may succeed', async () => {
  const { queue, running } = engine()
  const all = [1, 2].map(() => sizeOf(queue.get(undefined)))
  await vi.waitFor(() => expect(running).toHaveLength(1))
  running[0]?.fail(new Error('no'))
  for (const each of all) await expect(each).rejects.toThrow('no')
  const next = sizeOf(queue.get(undefined))
  await vi.waitFor(() => expect(running).toHaveLength(2))
  running[1]?.finish(1)
  expect(await next).toBe(1)
})

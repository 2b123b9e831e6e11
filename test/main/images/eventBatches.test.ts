import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EventBatches } from '../../../main/images/eventBatches'
import type { EngineEvent } from '../../../main/ports/engineClient'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const event: EngineEvent = { type: 'builder', action: 'prune', time: 1 }

/** Batches as they came due: when (ms), and how many events were in each. */
function watched() {
  const start = performance.now()
  const due: (readonly [ms: number, events: number])[] = []
  const batches = new EventBatches(30, () => due.push([performance.now() - start, batches.take().length]))
  return { batches, due }
}

test('events of one change come together, at once', async () => {
  const { batches, due } = watched()
  batches.add(event)
  batches.add(event)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(due).toEqual([[30, 2]])
})

test('a stream of events comes in bigger batches after the first few, and none is lost', async () => {
  const { batches, due } = watched()
  for (let ms = 0; ms < 1_500; ms += 10) {
    batches.add(event)
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.advanceTimersByTimeAsync(1_000)
  expect(due.length).toBeLessThan(10)
  expect(due.reduce((sum, [, events]) => sum + events, 0)).toBe(150)
  const gaps = due.slice(3).map(([ms], index) => ms - (due[index + 2]?.[0] ?? 0))
  for (const gap of gaps) expect(gap).toBe(300)
})

test('after a rest a single change is told at once again', async () => {
  const { batches, due } = watched()
  for (let ms = 0; ms < 600; ms += 10) {
    batches.add(event)
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.advanceTimersByTimeAsync(5_000)
  const before = performance.now()
  batches.add(event)
  await vi.advanceTimersByTimeAsync(30)
  expect(performance.now() - before).toBe(30)
  expect(due.at(-1)?.[1]).toBe(1)
})

test('what was gathered can be had before its time', async () => {
  const { batches, due } = watched()
  batches.add(event)
  batches.flush()
  batches.flush()
  await vi.advanceTimersByTimeAsync(100)
  expect(due).toEqual([[0, 1]])
})

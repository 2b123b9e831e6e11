import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { comeBack } from '../../../main/engine/comeBack'
import { socketPlace } from './fakeEngine'

let place: ReturnType<typeof socketPlace>

beforeEach(() => {
  place = socketPlace()
})
afterEach(() => place.remove())

/** Of patience `rare` at the end, in ms: what ends before was ended by something. */
const wholeWait = 9_900

const never = new AbortController().signal

async function msOf(work: Promise<void>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

test('the waits grow, and stay at the last', async () => {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const ended: number[] = []
  for (const attempt of [99, 0, 1]) {
    void comeBack({ attempt, patience: 'quick', wake: never }).then(() => ended.push(attempt))
  }
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    return [...ended]
  }
  expect(await after(99)).toEqual([])
  expect(await after(1)).toEqual([0])
  expect(await after(150)).toEqual([0, 1])
  expect(await after(1_749)).toEqual([0, 1])
  expect(await after(1)).toEqual([0, 1, 99])
})

test('a wake ends it, also one that came before', async () => {
  const wake = new AbortController()
  const waiting = msOf(comeBack({ attempt: 9, patience: 'rare', wake: wake.signal }))
  setTimeout(() => wake.abort(), 20)
  expect(await waiting).toBeLessThan(wholeWait)
  expect(await msOf(comeBack({ attempt: 9, patience: 'rare', wake: wake.signal }))).toBeLessThan(wholeWait)
})

test('something at the path of the socket ends it; something beside it does not', async () => {
  const wait = () => comeBack({ attempt: 9, patience: 'rare', socketPath: place.path, wake: never })
  const waiting = msOf(wait())
  setTimeout(() => writeFileSync(join(dirname(place.path), 'other'), ''), 50)
  setTimeout(() => writeFileSync(place.path, ''), 400)
  const ms = await waiting
  expect(ms).toBeGreaterThan(300)
  expect(ms).toBeLessThan(wholeWait)
})

test('so does the folder of a socket, where that is not there yet', async () => {
  const folder = join(dirname(place.path), 'deep')
  const socketPath = join(folder, 'deeper', 'd.sock')
  const waiting = msOf(comeBack({ attempt: 9, patience: 'rare', socketPath, wake: never }))
  setTimeout(() => mkdirSync(folder), 50)
  expect(await waiting).toBeLessThan(wholeWait)
})

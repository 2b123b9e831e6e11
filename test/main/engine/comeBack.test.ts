import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { comeBack } from '../../../main/engine/comeBack'
import { socketPlace } from './fakeEngine'

let place: ReturnType<typeof socketPlace>

beforeEach(() => {
  place = socketPlace()
})
afterEach(() => place.remove())

const never = new AbortController().signal

async function msOf(work: Promise<void>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

test('the waits grow, and stay at the last', async () => {
  const wait = async (attempt: number) => await msOf(comeBack({ attempt, patience: 'quick', wake: never }))
  const [first, second, many] = await Promise.all([wait(0), wait(1), wait(99)])
  expect(first).toBeLessThan(200)
  expect(second).toBeGreaterThan(200)
  expect(many).toBeGreaterThan(1900)
  expect(many).toBeLessThan(2500)
})

test('a wake ends it, also one that came before', async () => {
  const wake = new AbortController()
  const waiting = msOf(comeBack({ attempt: 9, patience: 'rare', wake: wake.signal }))
  setTimeout(() => wake.abort(), 20)
  expect(await waiting).toBeLessThan(500)
  expect(await msOf(comeBack({ attempt: 9, patience: 'rare', wake: wake.signal }))).toBeLessThan(100)
})

test('something at the path of the socket ends it; something beside it does not', async () => {
  const wait = () => comeBack({ attempt: 9, patience: 'rare', socketPath: place.path, wake: never })
  const waiting = msOf(wait())
  setTimeout(() => writeFileSync(join(dirname(place.path), 'other'), ''), 50)
  setTimeout(() => writeFileSync(place.path, ''), 400)
  const ms = await waiting
  expect(ms).toBeGreaterThan(300)
  expect(ms).toBeLessThan(1500)
})

test('so does the folder of a socket, where that is not there yet', async () => {
  const folder = join(dirname(place.path), 'deep')
  const socketPath = join(folder, 'deeper', 'd.sock')
  const waiting = msOf(comeBack({ attempt: 9, patience: 'rare', socketPath, wake: never }))
  setTimeout(() => mkdirSync(folder), 50)
  expect(await waiting).toBeLessThan(1000)
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Sandbox } from '../../../scripts/sandbox/types'
import { attach, hangEngine, ownEngine } from '../adapter/support'
import { eventually } from '../support/eventually'
import { randomOf } from '../support/random'
import { sandbox } from '../support/sandbox'
import { watched } from '../transfers/support'
import { type Operation, operations, type Reported, type World } from './operations'
import { type FaultProxy, faultProxy, type StreamFault } from './proxy'

/**
 * limits.md A42: whatever goes wrong while an engine answers, nothing is called a success that is none, nothing is left
 * half done, and the same works afterwards. Every third cell, chosen by STRATA_SEED; all of them with STRATA_FULL=1, every sixth
 * with STRATA_BRIEF=1.
 * On an engine of its own, of the kind of the run's, since some cells kill it. An engine that hangs is given up by a
 * cancel, which has to end the work although nobody answers.
 */
const faults = [
  'errorInStream',
  'cutSocket',
  'kill -9',
  'SIGTERM',
  'cancel',
  'hung',
  'cleanEnd',
  'halfLine',
  'splitUtf8',
] as const
type Fault = (typeof faults)[number]

const seed = Number(process.env.STRATA_SEED ?? 20_261_121)
const every = process.env.STRATA_FULL ? 1 : process.env.STRATA_BRIEF === '1' ? 6 : 3

type Cell = { name: string; operation: Operation; fault: Fault; after: number; where: 'answer' | 'request' }

function cells(): Cell[] {
  const { next: random } = randomOf(seed)
  const all = operations.flatMap((operation) =>
    faults.map((fault): Cell => {
      // Where something is sent, half of the faults that can strike there do.
      const canBeSent =
        operation.requestBytes > 0 && ['cutSocket', 'kill -9', 'SIGTERM', 'cancel', 'hung'].includes(fault)
      const where = canBeSent && random() < 0.5 ? 'request' : 'answer'
      const limit = where === 'request' ? operation.requestBytes : operation.answerBytes
      const after = Math.floor(random() * limit)
      return {
        name: `${operation.name}, ${fault} after ${after} bytes of the ${where}`,
        operation,
        fault,
        after,
        where,
      }
    }),
  )
  if (every === 1) return all
  const shuffled = all.map((cell) => ({ cell, key: random() })).sort((a, b) => a.key - b.key)
  return shuffled.slice(0, Math.ceil(all.length / every)).map(({ cell }) => cell)
}

let own: Sandbox | undefined
let proxy: FaultProxy | undefined

beforeAll(async () => {
  own = await ownEngine()
  proxy = await faultProxy((own?.info ?? sandbox()).socketPath)
})
afterAll(async () => {
  proxy?.close()
  await own?.close()
})

function streamFault(fault: Fault): StreamFault | undefined {
  if (fault === 'kill -9' || fault === 'SIGTERM' || fault === 'cancel' || fault === 'hung') return undefined
  return fault
}

it.each(cells())('$name', async ({ operation, fault, after, where }) => {
  if (proxy === undefined) throw new Error('no proxy')
  const door = proxy
  const killer = own?.engineProcess
  if (killer === undefined && ['kill -9', 'SIGTERM', 'hung'].includes(fault)) return
  const { session, client } = await attach(`unix://${door.path}`)
  const world = (): World => ({
    on: own?.info ?? sandbox(),
    client: client(),
    proxyPath: door.path,
    registry: sandbox().registry?.host ?? '',
  })
  const attempt = await operation.prepare(world())
  const { job, cancel } = watched()
  let struck: Promise<void> = Promise.resolve()
  let resume = () => {}
  const hang = async () => {
    if (killer !== undefined) resume = await hangEngine(killer)
  }
  const strike = () => {
    if (fault === 'cancel') cancel()
    if (fault === 'hung') struck = hang().then(cancel)
    if (fault === 'kill -9') struck = killer?.kill9() ?? struck
    if (fault === 'SIGTERM') struck = killer?.stop() ?? struck
  }
  const before = door.hits()
  try {
    door.arm({ path: operation.path, fault: streamFault(fault), after, where, reached: strike })
    const reported: Reported = await attempt.run(world(), job)
    await eventually(() => expect(door.hits()).toBe(before + 1))
    await struck
    resume()
    if (fault === 'kill -9' || fault === 'SIGTERM' || fault === 'hung') {
      if (fault !== 'hung') await killer?.restart()
      // After a hang it may look connected until a request that nobody answered is given up.
      await eventually(async () => {
        await client().listImages({})
        expect(session.status().state.type).toBe('connected')
      })
    } else {
      // An engine that lost its listener needs a moment to let go.
      await sleep(300)
    }
    if (fault === 'splitUtf8') expect(reported).toBe('success')
    if (reported === 'cancelled') expect(['cancel', 'hung']).toContain(fault)
    if (reported === 'success') await attempt.expectDone(world())
    else await attempt.expectWhole(world())

    expect(await attempt.run(world(), watched().job)).toBe('success')
    await attempt.expectDone(world())
  } finally {
    resume()
    await attempt.clean()
  }
})

it('names every cell once, and a part of them by default', () => {
  const all = operations.length * faults.length
  expect(all).toBe(54)
  expect(cells().length).toBe(all / every)
  expect(new Set(cells().map(({ name }) => name)).size).toBe(cells().length)
})

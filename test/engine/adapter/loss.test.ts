import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../scripts/sandbox/types'
import { eventually } from '../support/eventually'
import { runnableImage } from '../support/images'
import { dockerWith, uniqueName } from '../support/sandbox'
import { attach, errorOf, hangEngine, ownEngine } from './support'

let own: Sandbox | undefined

beforeAll(async () => {
  own = await ownEngine()
})
afterAll(async () => {
  await own?.close()
})

function mine(): Sandbox & { engineProcess: NonNullable<Sandbox['engineProcess']> } {
  if (own?.engineProcess === undefined) throw new Error('the engine of this run is not ours to kill')
  return { ...own, engineProcess: own.engineProcess }
}

test('kill -9: lost at once with the time of it; restarted, it comes back by itself', async () => {
  const { info, engineProcess } = mine()
  const { session, client, events } = await attach(info.host)
  const before = client()
  const killed = Date.now()
  await engineProcess.kill9()
  await eventually(() => expect(session.status().state.type).toBe('lost'))
  const lost = session.status().state
  expect(lost.since).toBeGreaterThanOrEqual(killed)
  expect(lost).toMatchObject({ engine: { version: info.engineVersion } })
  expect(await errorOf(before.listImages({}))).toMatchObject({ code: 'ENGINE_LOST' })
  await eventually(() =>
    expect(session.status().state).toMatchObject({
      type: 'lost',
      since: lost.since,
      error: { code: 'ENGINE_UNREACHABLE', params: { host: info.host } },
    }),
  )
  await engineProcess.restart()
  await eventually(() => expect(session.status().state.type).toBe('connected'))
  expect(events.filter((event) => event.type === 'reconnected')).toHaveLength(2)
  expect(await client().listImages({})).toEqual(expect.any(Array))
})

test('SIGTERM: what happens after the return is heard', async () => {
  const { info, engineProcess } = mine()
  const { session, client, events } = await attach(info.host)
  await engineProcess.stop()
  await eventually(() => expect(session.status().state.type).toBe('lost'))
  expect(await errorOf((async () => await client().listImages({}))())).toMatchObject({ retryable: true })
  await engineProcess.restart()
  await eventually(() => expect(session.status().state.type).toBe('connected'))
  const name = `${uniqueName()}:1`
  await dockerWith({ on: info }, 'import', '/dev/null', name)
  await eventually(() =>
    expect(events).toContainEqual(expect.objectContaining({ action: 'tag', reference: name })),
  )
})

test('killed in the middle of requests: every one of them ends as lost', async () => {
  const { info, engineProcess } = mine()
  const { client } = await attach(info.host)
  await runnableImage(`${uniqueName()}:1`, { on: info })
  const asked = Array.from({ length: 300 }, () => errorOf(client().listImages({})))
  await sleep(5)
  await engineProcess.kill9()
  const codes = new Set((await Promise.all(asked)).map((error) => error?.code))
  codes.delete(undefined)
  expect([...codes]).toEqual(['ENGINE_LOST'])
  await engineProcess.restart()
})

test('an engine that is stopped (SIGSTOP) is noticed by the first request', async () => {
  const { info, engineProcess } = mine()
  const { session, client } = await attach(info.host)
  const resume = await hangEngine(engineProcess)
  // Its threads stop one by one.
  await sleep(200)
  try {
    expect(await errorOf(client().listImages({}))).toMatchObject({ code: 'ENGINE_TIMEOUT' })
    await eventually(() => expect(session.status().state.type).toBe('lost'))
  } finally {
    resume()
  }
  await eventually(() => expect(session.status().state.type).toBe('connected'))
})

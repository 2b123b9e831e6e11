import { createConnection } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEvents } from '../../../main/engine/events'
import { EngineHttp } from '../../../main/engine/http/engineHttp'
import { openTransport } from '../../../main/engine/http/transport'
import type { EngineEvent } from '../../../main/ports/engineClient'
import { errorOf } from './failures'
import { type FakeEngine, fakeEngine, type Handler, json, socketPlace } from './fakeEngine'

let place: ReturnType<typeof socketPlace>
let fake: FakeEngine
const stop = new AbortController()

beforeEach(() => {
  place = socketPlace()
})
afterEach(async () => {
  await fake.kill()
  place.remove()
})

async function against(handle: Handler): Promise<EngineHttp> {
  fake = await fakeEngine(place.path, handle)
  const transport = openTransport({ connect: () => createConnection({ path: place.path }) })
  return new EngineHttp(transport, { host: 'h', owner: () => ({ path: '', group: '' }) })
}

const line = (name: string) =>
  `${JSON.stringify({
    Type: 'image',
    Action: 'tag',
    Actor: { ID: `sha256:${'a'.repeat(64)}`, Attributes: { name } },
  })}\n`

async function collect(events: AsyncIterable<EngineEvent>, into: string[]): Promise<void> {
  for await (const event of events) if (event.type === 'image') into.push(event.reference ?? '')
}

test('asked by type and from a time, in the words of the engine', async () => {
  const http = await against((_, response) => response.end())
  await openEvents(http, { since: 1_700_000_000_042, signal: stop.signal })
  const url = new URL(fake.requests[0]?.split(' ')[1] ?? '', 'http://h')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    filters: '{"type":["image","container","builder"]}',
    since: '1700000000.042000000',
  })
})

test('events come whole, however the bytes are cut', async () => {
  const http = await against((_, response) => {
    response.flushHeaders()
    for (const byte of Buffer.from(line('слой:1') + line('b:2'))) response.write(Uint8Array.of(byte))
    setTimeout(() => response.socket?.destroy(), 20)
  })
  const seen: string[] = []
  const events = await openEvents(http, { signal: stop.signal })
  expect(await errorOf(collect(events, seen))).toMatchObject({ code: 'ENGINE_LOST' })
  expect(seen).toEqual(['слой:1', 'b:2'])
})

test.each([
  ['a clean early end', line('a:1'), (socketEnd: () => void) => socketEnd()],
  ['half a line, then an end', `${line('a:1')}{"Type":"im`, (socketEnd: () => void) => socketEnd()],
  ['a line that is not JSON', `${line('a:1')}<html>\n`, () => {}],
])('%s is a loss', async (_, bytes, then) => {
  const http = await against((_request, response) => {
    response.write(bytes)
    then(() => response.end())
  })
  const seen: string[] = []
  const events = await openEvents(http, { signal: stop.signal })
  expect(await errorOf(collect(events, seen))).toMatchObject({ code: 'ENGINE_LOST', retryable: true })
  expect(seen).toEqual(['a:1'])
})

test('an abort ends it without an error and closes the socket', async () => {
  const http = await against((_, response) => response.write(line('a:1')))
  const controller = new AbortController()
  const seen: string[] = []
  const events = await openEvents(http, { signal: controller.signal })
  setTimeout(() => controller.abort(), 30)
  await collect(events, seen)
  expect(seen).toEqual(['a:1'])
  await expect.poll(() => fake.sockets.size).toBe(0)
})

test('a refusal is told at once', async () => {
  const http = await against((_, response) => json(response, { message: 'no' }, 400))
  expect(await errorOf(openEvents(http, { signal: stop.signal }))).toMatchObject({
    code: 'ENGINE_ERROR',
    detail: 'no',
  })
})

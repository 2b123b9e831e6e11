import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineStatus } from '@shared/domain/engine'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEngineSession, type ManagedEngineSession } from '../../../main/engine'
import { codeOf, errorOf } from './failures'
import { type FakeEngine, fakeEngine, type Handler, healthy, json, socketPlace } from './fakeEngine'

let place: ReturnType<typeof socketPlace>
const open: FakeEngine[] = []
let session: ManagedEngineSession
let statuses: EngineStatus[]
let events: string[]

beforeEach(() => {
  place = socketPlace()
})
afterEach(async () => {
  session.close()
  for (const engine of open.splice(0)) await engine.kill()
  place.remove()
})

async function engine(handle: Handler = healthy(), path = place.path): Promise<FakeEngine> {
  const fake = await fakeEngine(path, handle)
  open.push(fake)
  return fake
}

function begin(options: Partial<Parameters<typeof createEngineSession>[0]> = {}): void {
  session = createEngineSession({
    env: { DOCKER_HOST: `unix://${place.path}` },
    homedir: '/nonexistent',
    platform: 'linux',
    customHosts: [],
    ...options,
  })
  statuses = []
  events = []
  session.onStatus((status) => statuses.push(status))
  session.onEvent((event) => events.push(event.type === 'reconnected' ? 'reconnected' : event.action))
  session.start()
}

const state = () => session.status().state
const untilState = async (type: string, ms = 3000) =>
  await vi.waitFor(() => expect(state().type).toBe(type), { timeout: ms, interval: 5 })

function lostError() {
  const now = state()
  return now.type === 'lost' ? now.error : undefined
}

const eventLine = (action: string) =>
  `${JSON.stringify({ Type: 'image', Action: action, Actor: { ID: `sha256:${'a'.repeat(64)}` } })}\n`

test('connects with three requests, and says so once the events flow', async () => {
  const fake = await engine()
  begin()
  expect(state().type).toBe('connecting')
  expect(codeOf(() => session.client())).toBe('ENGINE_LOST')
  await untilState('connected')
  expect(fake.requests.map((request) => request.replace(/\?.*/, '')).sort()).toEqual([
    'GET /_ping',
    'GET /v1.51/events',
    'GET /v1.51/info',
  ])
  expect(statuses.map((status) => status.state.type)).toEqual(['connecting', 'connected'])
  expect(events).toEqual(['reconnected'])
  expect(session.client().info).toMatchObject({ id: 'fake', version: '28.5.2', apiVersion: '1.51' })
})

test('the event stream starts at the time of the info, by the clock of the engine', async () => {
  const fake = await engine((request, response) => {
    const info = { ServerVersion: '28.5.2', SystemTime: '2026-11-21T01:40:25.739480757Z' }
    if (request.url?.endsWith('/info')) json(response, info)
    else healthy()(request, response)
  })
  begin()
  await untilState('connected')
  expect(fake.requests.find((request) => request.includes('/events'))).toContain('since=1795225225.739000000')
})

test('a killed engine is lost at once, with the time, and comes back by itself with one reconnected', async () => {
  const fake = await engine()
  begin()
  await untilState('connected')
  const client = session.client()
  await fake.kill()
  await untilState('lost')
  const lost = state()
  expect(lost).toMatchObject({ error: { code: 'ENGINE_LOST' }, engine: { id: 'fake' } })
  expect(await errorOf(client.listImages({}))).toMatchObject({ code: 'ENGINE_LOST' })
  await sleep(300)
  expect(state().since).toBe(lost.since)
  await engine()
  await untilState('connected')
  expect(events).toEqual(['reconnected', 'reconnected'])
})

test('the socket appears, in a folder that was not there either: connected at once, however long it took', async () => {
  const folder = join(place.path, '..', 'run')
  begin({ env: { DOCKER_HOST: `unix://${folder}/d.sock` } })
  await untilState('lost')
  expect(lostError()?.code).toBe('ENGINE_UNREACHABLE')
  await sleep(4200)
  const { mkdirSync } = await import('node:fs')
  mkdirSync(folder)
  await engine(healthy(), join(folder, 'd.sock'))
  await untilState('connected')
}, 15_000)

test('while connected nothing is asked beside the open stream', async () => {
  const fake = await engine()
  begin()
  await untilState('connected')
  await sleep(2500)
  expect(fake.requests).toHaveLength(3)
  expect(fake.sockets.size).toBeLessThanOrEqual(3)
})

test('while lost, tries grow rare and the error tells what is wrong now', async () => {
  const fake = await engine()
  begin()
  await untilState('connected')
  await fake.kill()
  await vi.waitFor(() => expect(lostError()?.code).toBe('ENGINE_UNREACHABLE'))
  rmSync(place.path, { force: true })
  const broken = await engine((_, response) => response.writeHead(500, { 'Content-Type': 'text/html' }).end())
  await vi.waitFor(() => expect(lostError()?.code).toBe('ENGINE_NOT_DOCKER'), 3000)
  const asked = broken.requests.length
  await sleep(1500)
  expect(broken.requests.length - asked).toBeLessThanOrEqual(1)
})

test('retry does not wait', async () => {
  const fake = await engine((_, response) => json(response, { message: 'starting' }, 503))
  begin()
  await untilState('lost')
  expect(lostError()).toMatchObject({ code: 'ENGINE_ERROR', detail: 'starting' })
  await sleep(2200)
  const asked = fake.requests.length
  session.retry()
  await vi.waitFor(() => expect(fake.requests.length).toBe(asked + 1), 100)
})

test('an engine that is too old', async () => {
  await engine((_, response) => response.writeHead(200, { 'Api-Version': '1.39' }).end('OK'))
  begin()
  await untilState('lost')
  expect(lostError()).toMatchObject({ code: 'ENGINE_TOO_OLD', params: { version: '1.39', minimum: '1.40' } })
})

test('events reach every listener, also past one that throws; an unsubscribed one hears nothing', async () => {
  let send: (line: string) => unknown = () => {}
  await engine((request, response) => {
    healthy()(request, response)
    if (request.url?.includes('/events')) send = (line) => response.write(line)
  })
  begin()
  const log: string[] = []
  session.onEvent(() => {
    throw new Error('bad listener')
  })
  const off = session.onEvent((event) => log.push(event.type))
  await untilState('connected')
  send(eventLine('tag'))
  await vi.waitFor(() => expect(log).toEqual(['reconnected', 'image']))
  off()
  send(eventLine('untag'))
  await vi.waitFor(() => expect(events).toEqual(['reconnected', 'tag', 'untag']))
  expect(log).toEqual(['reconnected', 'image'])
  expect(state().type).toBe('connected')
})

test('an engine that stops answering is noticed by the first request it leaves hanging', async () => {
  let hangs = false
  await engine((request, response) => {
    if (!hangs) healthy((_, answer) => json(answer, []))(request, response)
  })
  begin()
  await untilState('connected')
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  hangs = true
  const asked = errorOf(session.client().listImages({}))
  await sleep(20)
  vi.advanceTimersByTime(5_000)
  vi.useRealTimers()
  expect(await asked).toMatchObject({ code: 'ENGINE_TIMEOUT' })
  await untilState('lost', 200)
  expect(lostError()?.code).toBe('ENGINE_TIMEOUT')
}, 10_000)

test('switching over leaves the first engine: what is in flight there ends, its events are not heard', async () => {
  const first = await engine(healthy(() => {}))
  const second = await engine(healthy(), join(place.path, '..', 'second.sock'))
  begin({ customHosts: [join(place.path, '..', 'second.sock')] })
  await untilState('connected')
  const asked = errorOf(session.client().listImages({}))
  const [id] = (await session.endpoints()).filter(({ source }) => source === 'custom').map((each) => each.id)
  await session.use(id ?? '')
  expect(state().type).toBe('connected')
  expect(await asked).toMatchObject({ code: 'ENGINE_LOST' })
  expect(session.status().endpoint.source).toBe('custom')
  expect(events).toEqual(['reconnected', 'reconnected'])
  await vi.waitFor(() => expect(first.sockets.size).toBe(0))
  expect(second.requests).toHaveLength(3)
})

test('close leaves no socket and no more tries', async () => {
  const fake = await engine()
  begin()
  await untilState('connected')
  session.close()
  await vi.waitFor(() => expect(fake.sockets.size).toBe(0))
  const asked = fake.requests.length
  await sleep(400)
  expect(fake.requests).toHaveLength(asked)
})

test('an endpoint that is not there, or that cannot be used, changes nothing', async () => {
  await engine()
  begin({ customHosts: ['ssh://host'] })
  await untilState('connected')
  expect(await errorOf(session.use('context:gone'))).toMatchObject({ code: 'ENDPOINT_UNKNOWN' })
  expect(await errorOf(session.use('host:ssh://host'))).toMatchObject({ code: 'ENDPOINT_UNSUPPORTED' })
  expect(state().type).toBe('connected')
})

test('plain tcp to elsewhere is never taken by itself, only when the user names it', async () => {
  const host = 'tcp://192.0.2.1:2375'
  begin({ env: { DOCKER_HOST: host } })
  await untilState('lost')
  expect(lostError()).toMatchObject({ code: 'ENDPOINT_INSECURE', params: { host: '192.0.2.1:2375' } })
  session.retry()
  expect(lostError()?.code).toBe('ENDPOINT_INSECURE')
  void session.use('environment')
  await untilState('connecting')
})

test('an earlier choice is the agreement; one that is gone falls back to the current endpoint', async () => {
  begin({ env: { DOCKER_HOST: 'tcp://192.0.2.1:2375' }, endpointId: 'environment' })
  expect(state().type).toBe('connecting')
  session.close()
  await engine()
  begin({ endpointId: 'context:gone' })
  await untilState('connected')
  expect(session.status().endpoint.id).toBe('environment')
})

test('addresses that the user types appear and go', async () => {
  begin()
  const custom = async () =>
    (await session.endpoints()).filter(({ source }) => source === 'custom').map((e) => e.host)
  expect(await custom()).toEqual([])
  session.setCustomHosts(['/a.sock', 'no address'])
  expect(await custom()).toEqual(['/a.sock'])
  session.setCustomHosts([])
  expect(await custom()).toEqual([])
})

import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { AppError } from '@shared/errors'
import { AppFailure, appError } from '@shared/errors'
import { afterEach, describe, expect, it } from 'vitest'
import type { RegistryWaiting } from '../../../main/ports/registryClient'
import { createHttp, type Http, type HttpOptions } from '../../../main/registry/http'
import * as replies from '../../fakes/hub/replies'
import { type FakeServer, listen, type Reply, startServer } from '../../fakes/hub/server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function serve(reply: Reply): Promise<FakeServer> {
  const server = await startServer(reply)
  cleanups.push(server.close)
  return server
}

function client(limits: HttpOptions['limits'] = {}): Http {
  const http = createHttp({ env: {}, userAgent: 'Strata/test', limits: { backOff: 10, ...limits } })
  cleanups.push(http.close)
  return http
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppFailure) return error.error
  throw error
}

describe('an answer', () => {
  it('is parsed JSON, asked for as such, by name', async () => {
    const server = await serve(replies.json({ results: [1] }))
    const answer = await client().json({ url: `${server.origin}/a?b=c` })
    expect(answer.value).toEqual({ results: [1] })
    expect(server.seen).toMatchObject([
      {
        method: 'GET',
        url: '/a?b=c',
        headers: { accept: 'application/json', 'user-agent': 'Strata/test', 'accept-encoding': 'gzip' },
      },
    ])
  })

  it('may be compressed', async () => {
    const body = gzipSync(JSON.stringify({ text: 'x'.repeat(100_000) }))
    const server = await serve(replies.text(body, { 'content-encoding': 'gzip' }))
    expect((await client().json({ url: server.origin })).value).toEqual({ text: 'x'.repeat(100_000) })
  })

  it.each([
    [401, 'REGISTRY_UNAUTHORIZED', false],
    [403, 'REGISTRY_FORBIDDEN', false],
    [404, 'REGISTRY_NOT_FOUND', false],
    [418, 'REGISTRY_ERROR', false],
    [501, 'REGISTRY_ERROR', true],
  ])('of %i is %s, with the words of the server, and asked for once', async (status, code, retryable) => {
    const server = await serve(replies.status(status, { message: 'not <b>you</b>\u001b[31m' }))
    const error = await failureOf(client().json({ url: server.origin }))
    const host = `127.0.0.1:${server.port}`
    expect(error).toEqual({
      code,
      params: { host, status },
      retryable,
      detail: 'not <b>you</b>\u241b[31m',
    })
    expect(server.seen).toHaveLength(1)
  })

  it('names the error of a registry', async () => {
    const errors = [{ code: 'DENIED', message: 'requested access to the resource is denied', detail: [] }]
    const server = await serve(replies.status(403, { errors }))
    const error = await failureOf(client().json({ url: server.origin }))
    expect(error.detail).toBe('requested access to the resource is denied')
  })

  it('of a page in the place of an error tells its title and that it was a page', async () => {
    const page = '<html><head><title>Access denied in your country</title></head><body>x</body></html>'
    const server = await serve(replies.text(page, { 'content-type': 'text/html' }, 403))
    expect(await failureOf(client().json({ url: server.origin }))).toMatchObject({
      code: 'REGISTRY_FORBIDDEN',
      params: { page: 1 },
      detail: 'Access denied in your country',
    })
  })

  it.each([
    ['a web page', replies.html, 'REGISTRY_ANSWER_HTML', {}],
    ['a web page that calls itself JSON', replies.htmlNamedJson, 'REGISTRY_ANSWER_HTML', {}],
    ['half JSON', replies.text('{"results":['), 'REGISTRY_ANSWER_INVALID', { reason: 'notJson' }],
    ['nothing', replies.text(''), 'REGISTRY_ANSWER_INVALID', { reason: 'notJson' }],
    ['10^5 levels deep', replies.deepJson(100_000), 'REGISTRY_ANSWER_INVALID', { reason: 'tooDeep' }],
    [
      'of an unknown encoding',
      replies.text('x', { 'content-encoding': 'br' }),
      'REGISTRY_ANSWER_INVALID',
      { reason: 'encoding' },
    ],
    ['not gzip', replies.text('xxxx', { 'content-encoding': 'gzip' }), 'REGISTRY_ANSWER_INVALID', {}],
  ])('that is %s is refused by name', async (_, reply, code, params) => {
    const server = await serve(reply)
    expect(await failureOf(client().json({ url: server.origin }))).toMatchObject({ code, params })
  })

  it('does not take brackets inside of strings for depth', async () => {
    const value = { text: `${'['.repeat(1000)}\\"${'{'.repeat(1000)}` }
    const server = await serve(replies.json(value))
    expect((await client().json({ url: server.origin })).value).toEqual(value)
  })

  it('pollutes no prototype', async () => {
    const server = await serve(replies.text('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'))
    await client().json({ url: server.origin })
    expect(Reflect.get({}, 'x')).toBeUndefined()
  })
})

describe('a huge answer', () => {
  it.each([
    ['by its length', replies.hugeByLength],
    ['by its chunks', replies.hugeByChunks],
    ['by decompression', replies.gzipBomb()],
  ])('is cut off at 8 MiB: %s', async (_, reply) => {
    const server = await serve(reply)
    const before = process.memoryUsage().rss
    const error = await failureOf(client().json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_ANSWER_TOO_LARGE', params: { limit: 8 * 1024 * 1024 } })
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
    await expect.poll(server.openSockets).toBe(0)
  })
})

describe('time limits', () => {
  const short = { connect: 150, firstByte: 150, stall: 150, total: 600, backOff: 1 }

  it.each([
    ['never answers', replies.hang, 'firstByte'],
    ['stops in the middle', replies.stall, 'stall'],
    ['sends a byte now and then', replies.drip(20), 'total'],
  ])('end a server that %s, and its socket', async (_, reply, phase) => {
    const server = await serve(reply)
    const error = await failureOf(client(short).json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', params: { phase }, retryable: true })
    expect(server.seen).toHaveLength(1)
    await expect.poll(server.openSockets).toBe(0)
  })

  it('end a TLS handshake that hangs', async () => {
    const silent = await listen(
      createTcpServer((socket) => socket.resume()),
      'https',
    )
    cleanups.push(silent.close)
    const error = await failureOf(client(short).json({ url: silent.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', params: { phase: 'connect' } })
    await expect.poll(silent.openSockets).toBe(0)
  })

  it.each([
    ['before the answer', replies.hang],
    ['in the middle', replies.stall],
    ['while it waits to try again', replies.rateLimited('30')],
  ])('do not hold up a cancel %s', async (_, reply) => {
    const server = await serve(reply)
    const abort = new AbortController()
    const reason = new Error('cancelled')
    setTimeout(() => abort.abort(reason), 100)
    await expect(client().json({ url: server.origin, signal: abort.signal })).rejects.toBe(reason)
  })

  it('send nothing for a caller that has left already', async () => {
    const server = await serve(replies.json({}))
    const signal = AbortSignal.abort(new Error('gone'))
    await expect(client().json({ url: server.origin, signal })).rejects.toThrow('gone')
    expect(server.seen).toEqual([])
  })

  it('leave no listener behind on a signal that lives on', async () => {
    const server = await serve(replies.json({}))
    const http = client()
    const { signal } = new AbortController()
    const warnings: Error[] = []
    const onWarning = (warning: Error): number => warnings.push(warning)
    process.on('warning', onWarning)
    for (let i = 0; i < 30; i += 1) await http.json({ url: server.origin, signal })
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })
})

describe('429 and 5xx', () => {
  it('waits as long as Retry-After says, tells when, and goes on', async () => {
    const server = await serve(replies.inTurn(replies.rateLimited('1'), replies.json({ fine: true })))
    const waits: RegistryWaiting[] = []
    const answer = await client().json({ url: server.origin, onWait: (waiting) => waits.push(waiting) })
    expect(answer.value).toEqual({ fine: true })
    const [first, second] = server.seen
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
    expect(waits).toMatchObject([{ reason: 'rateLimited', tried: 1, tries: 3 }])
    expect((waits[0]?.until ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  it('asks three times and no more', async () => {
    const server = await serve(replies.rateLimited('0'))
    const error = await failureOf(client().json({ url: server.origin }))
    expect(error).toMatchObject({
      code: 'REGISTRY_RATE_LIMITED',
      params: { retryAfterSeconds: 0 },
      detail: 'Rate limit exceeded',
      retryable: true,
    })
    expect(server.seen).toHaveLength(3)
  })

  it('tells a long wait at once, and does not ask again before', async () => {
    const server = await serve(replies.rateLimited('3600'))
    const http = client()
    const first = await failureOf(http.json({ url: server.origin }))
    expect(first).toMatchObject({ code: 'REGISTRY_RATE_LIMITED', params: { retryAfterSeconds: 3600 } })
    expect(await failureOf(http.json({ url: server.origin }))).toMatchObject({
      code: 'REGISTRY_RATE_LIMITED',
    })
    expect(server.seen).toHaveLength(1)
  })

  it('understands a date and no time at all', async () => {
    const date = new Date(Date.now() + 120_000).toUTCString()
    const server = await serve(replies.inTurn(replies.rateLimited(date)))
    const error = await failureOf(client().json({ url: server.origin }))
    expect(Number(error.params.retryAfterSeconds)).toBeGreaterThan(100)
    const silent = await serve(replies.rateLimited())
    const other = await failureOf(client().json({ url: silent.origin }))
    expect(other.params).toEqual({ host: `127.0.0.1:${silent.port}` })
    expect(silent.seen).toHaveLength(3)
  })

  it('backs off after 5xx, three requests in all, each pause longer', async () => {
    const server = await serve(replies.status(503))
    const waits: RegistryWaiting[] = []
    const error = await failureOf(
      client({ backOff: 100 }).json({ url: server.origin, onWait: (waiting) => waits.push(waiting) }),
    )
    expect(error).toMatchObject({ code: 'REGISTRY_ERROR', params: { status: 503 }, retryable: true })
    const [first = 0, second = 0, third = 0, ...more] = server.seen.map(({ at }) => at)
    expect(more).toEqual([])
    expect(second - first).toBeGreaterThanOrEqual(95)
    expect(third - second).toBeGreaterThanOrEqual(195)
    expect(waits.map(({ reason }) => reason)).toEqual(['serverError', 'serverError'])
  })

  it('makes no storm out of many callers', async () => {
    const server = await serve(replies.status(500))
    const http = client()
    const work = Array.from({ length: 10 }, async () => await failureOf(http.json({ url: server.origin })))
    await Promise.all(work)
    expect(server.seen.length).toBeLessThanOrEqual(30)
  })

  it('never repeats a POST that may have been carried out', async () => {
    const server = await serve(replies.status(500))
    await failureOf(client().json({ url: server.origin, method: 'POST', body: '{}' }))
    expect(server.seen).toHaveLength(1)
  })
})

describe('a broken connection', () => {
  it.each([
    ['before the answer', replies.cut],
    ['in the middle of it', replies.cutInside],
  ])('%s is a failure, not an answer', async (_, reply) => {
    const server = await serve(reply)
    const error = await failureOf(client().json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', retryable: true })
    expect(server.seen).toHaveLength(1)
  })

  it('that was kept and then closed by the server is made anew', async () => {
    const fine = replies.json({ fine: true })
    const server = await serve(replies.inTurn(fine, replies.cut, fine))
    const http = client()
    await http.json({ url: server.origin })
    expect((await http.json({ url: server.origin })).value).toEqual({ fine: true })
    expect(server.seen).toHaveLength(3)
  })

  it('to nobody names the cause', async () => {
    const server = await startServer(replies.hang)
    await server.close()
    const error = await failureOf(client().json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', params: { cause: 'ECONNREFUSED' } })
  })

  it('to a name that does not exist is told apart', async () => {
    const error = await failureOf(client().json({ url: 'http://no-such-host.invalid/' }))
    expect(error).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      params: { host: 'no-such-host.invalid', cause: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) },
    })
  })

  it('by something that is no HTTP is an invalid answer', async () => {
    const server = await listen(
      createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
      'http',
    )
    cleanups.push(server.close)
    expect(await failureOf(client().json({ url: server.origin }))).toMatchObject({
      code: 'REGISTRY_ANSWER_INVALID',
      params: { reason: 'protocol' },
    })
  })
})

describe('a guard', () => {
  const refuse = () => new AppFailure(appError('REGISTRY_NOT_HTTPS'))

  it('is asked for a new connection, and for one that stands already', async () => {
    const server = await serve(replies.json({}))
    const http = client()
    expect(await failureOf(http.json({ url: server.origin, guard: refuse }))).toMatchObject({
      code: 'REGISTRY_NOT_HTTPS',
    })
    expect(server.seen).toHaveLength(0)
    await http.json({ url: server.origin })
    expect(server.openSockets()).toBe(1)
    expect(await failureOf(http.json({ url: server.origin, guard: refuse }))).toMatchObject({
      code: 'REGISTRY_NOT_HTTPS',
    })
    expect(server.seen).toHaveLength(1)
  })

  it('is asked for the connection too, where a name says one thing and then another', async () => {
    const server = await serve(replies.json({}))
    const asked: string[] = []
    const http = createHttp({ env: {}, userAgent: 'Strata/test' })
    cleanups.push(http.close)
    const guard = (address: string) => {
      asked.push(address)
      return asked.length > 1 ? refuse() : undefined
    }
    expect(await failureOf(http.json({ url: `http://localhost:${server.port}`, guard }))).toMatchObject({
      code: 'REGISTRY_NOT_HTTPS',
    })
    expect(asked.length).toBeGreaterThan(1)
    expect(server.seen).toHaveLength(0)
  })
})

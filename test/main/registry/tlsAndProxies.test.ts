import { createServer as createTcpServer } from 'node:net'
import { inspect } from 'node:util'
import { type AppError, AppFailure } from '@shared/errors'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp, type Http, type HttpOptions } from '../../../main/registry/http'
import { authority, certificate } from '../../fakes/hub/certificates'
import { startHttpProxy, startSocksProxy } from '../../fakes/hub/proxies'
import * as replies from '../../fakes/hub/replies'
import { type FakeServer, listen, startServer } from '../../fakes/hub/server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function kept(starting: Promise<FakeServer>): Promise<FakeServer> {
  const server = await starting
  cleanups.push(server.close)
  return server
}

function client(env: NodeJS.ProcessEnv = {}, more: Partial<HttpOptions> = {}): Http {
  const http = createHttp({ env, userAgent: 'Strata/test', ca: [authority], ...more })
  cleanups.push(http.close)
  return http
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (!(error instanceof AppFailure)) throw new Error(`no failure: ${String(error)}`)
  expect(inspect(error, { depth: 10 })).not.toContain('CANARY')
  return error.error
}

const fine = replies.json({ fine: true })

describe('TLS', () => {
  it('accepts a certificate of a known authority', async () => {
    const server = await kept(startServer(fine, certificate('good')))
    expect((await client().json({ url: server.origin })).value).toEqual({ fine: true })
  })

  it.each([
    ['expired', 'expired'],
    ['wrongHost', 'wrongHost'],
    ['selfSigned', 'notTrusted'],
  ] as const)('refuses one that is %s', async (name, reason) => {
    const server = await kept(startServer(fine, certificate(name)))
    expect(await failureOf(client().json({ url: server.origin }))).toMatchObject({
      code: 'REGISTRY_TLS',
      params: { host: `127.0.0.1:${server.port}`, reason },
      retryable: false,
    })
    expect(server.seen).toEqual([])
  })

  it('refuses an authority that nobody named', async () => {
    const server = await kept(startServer(fine, certificate('good')))
    const http = createHttp({ env: {}, userAgent: 'Strata/test' })
    cleanups.push(http.close)
    expect(await failureOf(http.json({ url: server.origin }))).toMatchObject({
      code: 'REGISTRY_TLS',
      params: { reason: 'notTrusted' },
    })
  })

  it('tells plain HTTP where HTTPS was expected', async () => {
    const server = await kept(startServer(fine))
    const url = server.origin.replace('http:', 'https:')
    expect(await failureOf(client().json({ url }))).toMatchObject({ code: 'REGISTRY_NOT_HTTPS' })
    expect(server.seen).toEqual([])
  })
})

// Loopback addresses never go through a proxy; the fake ones find `other.test` on this machine.
describe('a proxy', () => {
  it('of HTTP carries plain requests whole, and its login no further', async () => {
    const server = await kept(startServer(fine))
    const proxy = await kept(startHttpProxy('ann:CANARY'))
    const url = `http://other.test:${server.port}/a?b=c`
    const env = { HTTP_PROXY: `http://ann:CANARY@127.0.0.1:${proxy.port}` }
    expect((await client(env).json({ url })).value).toEqual({ fine: true })
    expect(proxy.seen).toMatchObject([{ method: 'GET', url }])
    expect(server.seen[0]?.headers).toMatchObject({ host: `other.test:${server.port}` })
    expect(JSON.stringify(server.seen)).not.toContain('authorization')
  })

  it('of HTTP gives a tunnel for https, with TLS to the far end', async () => {
    const server = await kept(startServer(fine, certificate('wrongHost')))
    const proxy = await kept(startHttpProxy('ann:CANARY'))
    const env = { https_proxy: `http://ann:CANARY@127.0.0.1:${proxy.port}` }
    const url = `https://other.test:${server.port}/x`
    expect((await client(env).json({ url, headers: { authorization: 'Bearer t' } })).value).toEqual({
      fine: true,
    })
    expect(proxy.seen).toMatchObject([{ method: 'CONNECT', url: `other.test:${server.port}` }])
    expect(JSON.stringify(proxy.seen)).not.toContain('Bearer')
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer t' })
    expect(JSON.stringify(server.seen)).not.toContain('proxy-authorization')
  })

  it('does not loosen the check of the far end', async () => {
    const server = await kept(startServer(fine, certificate('good')))
    const proxy = await kept(startHttpProxy())
    const http = client({ HTTPS_PROXY: `127.0.0.1:${proxy.port}` })
    expect(await failureOf(http.json({ url: `https://other.test:${server.port}/` }))).toMatchObject({
      code: 'REGISTRY_TLS',
      params: { reason: 'wrongHost' },
    })
    expect(server.seen).toEqual([])
  })

  it.each([undefined, { username: 'ann', password: 'CANARY' }])(
    'of SOCKS5 resolves the name, login %j',
    async (login) => {
      const server = await kept(startServer(fine, certificate('wrongHost')))
      const proxy = await kept(startSocksProxy(login))
      const before = login === undefined ? '' : `${login.username}:${login.password}@`
      const http = client({ HTTPS_PROXY: `socks5://${before}127.0.0.1:${proxy.port}` })
      const url = `https://other.test:${server.port}/`
      expect((await http.json({ url })).value).toEqual({ fine: true })
      expect(proxy.seen).toMatchObject([{ url: `other.test:${server.port}` }])
    },
  )

  it('of SOCKS5 carries plain HTTP too', async () => {
    const server = await kept(startServer(fine))
    const proxy = await kept(startSocksProxy())
    const http = client({ HTTP_PROXY: `socks5h://127.0.0.1:${proxy.port}` })
    expect((await http.json({ url: `http://10.1.2.3:${server.port}/` })).value).toEqual({ fine: true })
    expect(proxy.seen).toMatchObject([{ url: `10.1.2.3:${server.port}` }])
  })

  it.each(['http', 'https'])('that wants another login is named, for %s', async (scheme) => {
    const proxy = await kept(startHttpProxy('ann:right'))
    const value = `http://ann:CANARY@127.0.0.1:${proxy.port}`
    const http = client({ HTTP_PROXY: value, HTTPS_PROXY: value })
    expect(await failureOf(http.json({ url: `${scheme}://other.test:1/` }))).toMatchObject({
      code: 'REGISTRY_PROXY_FAILED',
      params: { host: 'other.test:1', reason: 'login' },
    })
  })

  it('of SOCKS5 that wants another login is named', async () => {
    const proxy = await kept(startSocksProxy({ username: 'ann', password: 'right' }))
    const http = client({ HTTPS_PROXY: `socks5://ann:CANARY@127.0.0.1:${proxy.port}` })
    expect(await failureOf(http.json({ url: 'https://other.test/' }))).toMatchObject({
      code: 'REGISTRY_PROXY_FAILED',
      params: { host: 'other.test', proxy: `127.0.0.1:${proxy.port}`, reason: 'login' },
    })
  })

  it.each([
    ['http', 'http'],
    ['https', 'http'],
    ['https', 'socks5'],
  ])('that is down is named, not the registry (%s by %s)', async (scheme, kind) => {
    const proxy = await startHttpProxy()
    await proxy.close()
    const value = `${kind}://ann:CANARY@127.0.0.1:${proxy.port}`
    const http = client({ HTTP_PROXY: value, HTTPS_PROXY: value })
    expect(await failureOf(http.json({ url: `${scheme}://other.test/` }))).toMatchObject({
      code: 'REGISTRY_PROXY_FAILED',
      params: { proxy: `127.0.0.1:${proxy.port}`, reason: 'unreachable' },
      retryable: true,
    })
  })

  it.each(['http', 'socks5'])('of %s that hangs ends in time, and its socket', async (kind) => {
    const silent = await kept(
      listen(
        createTcpServer((socket) => socket.resume()),
        kind,
      ),
    )
    const http = client({ HTTPS_PROXY: silent.origin }, { limits: { connect: 150 } })
    expect(await failureOf(http.json({ url: 'https://other.test/' }))).toMatchObject({
      code: 'REGISTRY_TIMEOUT',
      params: { phase: 'connect' },
    })
    await expect.poll(silent.openSockets).toBe(0)
  })

  it('that nobody can use is told by the name of its variable alone', async () => {
    const http = client({ HTTPS_PROXY: 'gopher://ann:CANARY@proxy.test' })
    expect(await failureOf(http.json({ url: 'https://other.test/' }))).toMatchObject({
      code: 'REGISTRY_PROXY_FAILED',
      params: { proxy: 'HTTPS_PROXY', reason: 'invalid' },
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHubEndpoint } from '../../../main/registry/hubEndpoint'
import { parseJson } from '../../../main/registry/json'
import { parseProxy, type Route, routeTo } from '../../../main/registry/proxy'
import { readPulls } from '../../../main/registry/records/hubSearch'
import { retryAfter } from '../../../main/registry/retryAfter'
import { wordsOf } from '../../../main/registry/words'

function route(url: string, env: NodeJS.ProcessEnv): Route['type'] {
  return routeTo(new URL(url), env).type
}

describe('routeTo', () => {
  const env = { HTTPS_PROXY: 'http://p.test:1', http_proxy: 'http://q.test:2' }

  it.each([
    ['https://a.test/', 'proxy'],
    ['http://a.test/', 'proxy'],
    ['https://localhost:5000/', 'direct'],
    ['https://127.9.9.9/', 'direct'],
    ['https://[::1]/', 'direct'],
  ])('%s goes %s', (url, expected) => {
    expect(route(url, env)).toBe(expected)
  })

  it('takes no proxy that is for the other scheme', () => {
    expect(route('https://a.test/', { HTTP_PROXY: 'http://q.test' })).toBe('direct')
    expect(route('http://a.test/', { HTTPS_PROXY: 'http://q.test', ALL_PROXY: 'x' })).toBe('direct')
  })

  // golang.org/x/net/http/httpproxy, Config.NoProxy
  it.each([
    ['*', 'https://a.test/', 'direct'],
    ['a.test', 'https://a.test/', 'direct'],
    ['a.test', 'https://x.a.test/', 'direct'],
    ['a.test', 'https://xa.test/', 'proxy'],
    ['.a.test', 'https://a.test/', 'proxy'],
    ['.a.test', 'https://x.a.test/', 'direct'],
    ['*.a.test', 'https://x.a.test/', 'direct'],
    ['A.TEST', 'https://a.test/', 'direct'],
    [' b.test , a.test ', 'https://a.test/', 'direct'],
    ['a.test:443', 'https://a.test/', 'direct'],
    ['a.test:444', 'https://a.test/', 'proxy'],
    ['a.test:5000', 'https://a.test:5000/', 'direct'],
    ['10.1.2.3', 'https://10.1.2.3/', 'direct'],
    ['10.1.2.3', 'https://10.1.2.33/', 'proxy'],
    ['10.0.0.0/8', 'https://10.200.1.1:5000/', 'direct'],
    ['10.0.0.0/8', 'https://11.0.0.1/', 'proxy'],
    ['fd00::/8', 'https://[fd00::1]/', 'direct'],
    ['10.0.0.0/99,,nonsense/', 'https://10.0.0.1/', 'proxy'],
  ])('NO_PROXY=%j sends %s %s', (list, url, expected) => {
    expect(route(url, { ...env, NO_PROXY: list })).toBe(expected)
  })

  it.each([
    ['p.test', { kind: 'http', host: 'p.test', port: 80 }],
    ['p.test:7890', { kind: 'http', host: 'p.test', port: 7890 }],
    ['https://p.test', { kind: 'https', host: 'p.test', port: 443 }],
    ['socks5://[::1]:1080', { kind: 'socks5', host: '::1', port: 1080 }],
    [
      'http://a%40b:p%3Aw@p.test:1/',
      { kind: 'http', host: 'p.test', port: 1, credentials: { username: 'a@b', password: 'p:w' } },
    ],
    ['ftp://p.test', undefined],
    ['http://', undefined],
    ['http://a%ZZ@p.test', undefined],
  ])('%s is read as a proxy', (text, expected) => {
    expect(parseProxy(text)).toEqual(expected)
  })
})

describe('retryAfter', () => {
  const now = Date.parse('2026-11-21T00:00:00Z')
  it.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Sat, 21 Nov 2020 00:01:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, expect.anything()],
    [{ 'x-retry-after': String(now / 1000 + 90) }, 90_000],
    [{ 'x-retry-after': '17' }, 17_000],
    [{}, undefined],
  ])('of %j', (headers, expected) => {
    if (expected === undefined) expect(retryAfter(headers, now)).toBeUndefined()
    else expect(retryAfter(headers, now)).toEqual(expected)
  })

  it('is never negative or endless, whatever a server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wait = retryAfter({ 'retry-after': text }, now)
        expect(wait === undefined || (wait >= 0 && Number.isFinite(wait))).toBe(true)
      }),
    )
  })
})

describe('parseJson', () => {
  it('reads what JSON.stringify wrote, up to its depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value)
        expect(parseJson(Buffer.from(text))).toEqual({ type: 'json', value: JSON.parse(text) })
      }),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(['json', 'notJson', 'tooDeep']).toContain(parseJson(Buffer.from(bytes)).type)
      }),
    )
  })

  it.each([
    [100, 'json'],
    [101, 'tooDeep'],
    [100_000, 'tooDeep'],
  ])('takes %i levels for %s', (levels, type) => {
    expect(parseJson(Buffer.from('['.repeat(levels) + ']'.repeat(levels))).type).toBe(type)
  })
})

describe('wordsOf', () => {
  it('keeps no control character and no more than 500, of anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.boolean(), (text, asJson) => {
        const words = wordsOf(Buffer.from(asJson ? JSON.stringify({ message: text }) : text)) ?? ''
        expect(words.length).toBeLessThanOrEqual(500)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(words).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      }),
    )
  })
})

describe('readPulls', () => {
  it.each([
    ['1B+', { count: 1e9, precision: 'atLeast' }],
    ['500K+', { count: 500_000, precision: 'atLeast' }],
    ['8.5K', { count: 8_500, precision: 'atLeast' }],
    ['9216', { count: 9_216, precision: 'exact' }],
    ['100+', { count: 100, precision: 'atLeast' }],
    [13_114_222_271, { count: 13_114_222_271, precision: 'exact' }],
    ['many', undefined],
    ['', undefined],
    [null, undefined],
  ])('of %j', (value, expected) => {
    expect(readPulls(value)).toEqual(expected)
  })
})

describe('parseHubEndpoint', () => {
  it.each([
    ['https://hub.docker.com', 'https://hub.docker.com'],
    [' hub.example.com/ ', 'https://hub.example.com'],
    ['https://mirror.example.com/hub//', 'https://mirror.example.com/hub'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
  ])('%s is %s', (text, endpoint) => {
    expect(parseHubEndpoint(text)).toEqual({ ok: true, value: endpoint })
  })

  it.each([
    ['', 'address'],
    ['https://', 'address'],
    ['ftp://hub.example.com', 'address'],
    ['http://hub.example.com', 'insecure'],
    ['http://127.0.0.1.evil.test', 'insecure'],
    ['https://ann:CANARY@hub.example.com', 'credentials'],
    ['https://hub.example.com/?x=1', 'query'],
  ])('%s is refused: %s', (text, reason) => {
    const result = parseHubEndpoint(text)
    expect(result).toMatchObject({ ok: false, error: { code: 'HUB_ENDPOINT_INVALID', params: { reason } } })
    expect(JSON.stringify(result)).not.toContain('CANARY')
  })
})

import type { FoundRepository, SearchQuery } from '@shared/domain/search'
import { type AppError, AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { HubClient, RegistryWaiting } from '../../../main/ports/registryClient'
import { createHttp } from '../../../main/registry/http'
import { createHub } from '../../../main/registry/hub'
import { type FakeHub, type FakeHubOptions, startFakeHub } from '../../fakes/hub/hub'
import type { HubEntry } from '../../fakes/hub/recorded'
import * as replies from '../../fakes/hub/replies'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function hubOf(options: FakeHubOptions = {}): Promise<{ hub: HubClient; server: FakeHub }> {
  const server = await startFakeHub(options)
  const limits = { backOff: 5, firstByte: 300, stall: 300 }
  const http = createHttp({ env: {}, userAgent: 'Strata/test', limits })
  cleanups.push(http.close, server.close)
  return { hub: createHub({ endpoint: server.origin, http }), server }
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (error instanceof AppFailure) return error.error
  throw new Error(`no failure: ${JSON.stringify(error)}`)
}

function many(count: number, more: (index: number) => Partial<HubEntry> = () => ({})): readonly HubEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `ann/app${index}`,
    description: 'app',
    stars: index,
    pulls: index,
    roundedPulls: `${index}`,
    badge: 'none',
    publisher: 'ann',
    ...more(index),
  }))
}

/** Every page to the end. */
async function all(hub: HubClient, query: SearchQuery): Promise<readonly FoundRepository[]> {
  const found: FoundRepository[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await hub.search({ ...query, ...(cursor === undefined ? {} : { cursor }) }, {})
    found.push(...page.results)
    cursor = page.next
    if (cursor === undefined) return found
  }
  throw new Error('no end')
}

describe('a search', () => {
  it('gives what the Hub tells, whole', async () => {
    const { hub, server } = await hubOf()
    const page = await hub.search({ query: 'centos' }, {})
    expect(page).toMatchObject({ source: 'hub', total: 8, looked: 8 })
    expect(page.next).toBeUndefined()
    expect(page.results).toHaveLength(8)
    expect(page.results[0]).toEqual({
      name: 'centos',
      description: 'The official build of CentOS, which has reached the end of its life.',
      stars: 7066,
      pulls: { count: 10_000_000, precision: 'atLeast' },
      official: true,
      publisher: 'official',
      publisherName: 'Docker',
      updated: Date.parse('2026-11-18T01:17:42.362304Z'),
      operatingSystems: ['linux'],
      architectures: ['amd64', 'arm64'],
      archived: false,
    })
    expect(page.results.map(({ publisher }) => publisher)).toEqual([
      'official',
      'community',
      'community',
      'community',
      'verified',
      'community',
      'sponsored',
      'community',
    ])
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/api/search/v4?query=centos&type=image&from=0&size=25',
    ])
  })

  it('takes exactly the minimum of stars for enough', async () => {
    const { hub } = await hubOf()
    const page = await hub.search({ query: 'centos', minStars: 99 }, {})
    expect(page.results.map(({ stars }) => stars)).toEqual([7066, 134, 129, 118, 99])
    expect(page).toMatchObject({ total: 8, looked: 8 })
  })

  it('gives the official ones alone', async () => {
    const { hub, server } = await hubOf()
    const page = await hub.search({ query: 'centos', officialOnly: true }, {})
    expect(page.results.map(({ name }) => name)).toEqual(['centos'])
    expect(server.seen[0]?.url).toContain('badges=official')
  })

  it('sends any text as one parameter', async () => {
    const { hub, server } = await hubOf()
    const query = 'a&type=plugin#x/../?ж 中'
    await hub.search({ query }, {})
    const url = new URL(server.seen[0]?.url ?? '', 'http://x')
    expect(url.pathname).toBe('/api/search/v4')
    expect(url.searchParams.get('query')).toBe(query)
    expect(url.searchParams.getAll('type')).toEqual(['image'])
  })

  it('pages to the end, each result once and in order, whatever is filtered', async () => {
    const entries = many(230, (index) => ({
      stars: (index * 37) % 100,
      badge: index % 9 === 0 ? 'official' : 'none',
    }))
    for (const onlyV2 of [false, true]) {
      const { hub, server } = await hubOf({ entries, onlyV2 })
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            pageSize: fc.integer({ min: 7, max: 100 }),
            minStars: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
            officialOnly: fc.boolean(),
          }),
          async (filters) => {
            const found = await all(hub, { query: 'app', ...filters })
            const { minStars = 0, officialOnly } = filters
            const expected = entries.filter(
              ({ stars, badge }) => stars >= minStars && (!officialOnly || badge === 'official'),
            )
            expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
          },
        ),
        { numRuns: 12 },
      )
      expect(server.seen.every(({ url }) => !url.includes('page_size=0'))).toBe(true)
    }
  })

  it('looks through five answers at most for one page, and says how far it came', async () => {
    const { hub, server } = await hubOf({ entries: many(2_000, () => ({ stars: 1 })) })
    const page = await hub.search({ query: 'app', minStars: 50 }, {})
    expect(page).toEqual({ source: 'hub', results: [], total: 2_000, looked: 500, next: 'v4:500' })
    expect(server.seen).toHaveLength(5)
  })

  it('says where the Hub gives no more', async () => {
    const { hub } = await hubOf({ entries: many(3_000) })
    const last = await hub.search({ query: 'app', cursor: 'v4:2490' }, {})
    expect(last).toMatchObject({ looked: 10, cutOff: true })
    expect(last.next).toBeUndefined()
    const limited = await hubOf({ entries: many(300), anonymousLimit: 100 })
    expect(await limited.hub.search({ query: 'app', pageSize: 50, cursor: 'v4:100' }, {})).toEqual({
      source: 'hub',
      results: [],
      looked: 0,
      cutOff: true,
    })
  })

  it('falls back to the older search of a mirror, with exact pulls', async () => {
    const { hub, server } = await hubOf({ onlyV2: true })
    const page = await hub.search({ query: 'centos', pageSize: 3 }, {})
    expect(page.results[1]).toEqual({
      name: 'ansible/centos7-ansible',
      description: 'Ansible on Centos7',
      stars: 134,
      pulls: { count: 134_000_402, precision: 'exact' },
      official: false,
    })
    expect(page).toMatchObject({ total: 8, next: 'v2:3' })
    await hub.search({ query: 'centos' }, {})
    expect(server.seen.filter(({ url }) => url.startsWith('/api/'))).toHaveLength(1)
  })

  it('is an empty list only where the Hub found nothing', async () => {
    const { hub, server } = await hubOf()
    const empty = { source: 'hub', results: [], total: 0, looked: 0 }
    expect(await hub.search({ query: 'nothing-like-it' }, {})).toEqual(empty)
    server.breakWith(replies.json({ total: 0, results: null }))
    expect(await hub.search({ query: 'nothing-like-it' }, {})).toEqual(empty)
  })

  it.each([
    ['401', replies.status(401), 'REGISTRY_UNAUTHORIZED'],
    ['403', replies.status(403), 'REGISTRY_FORBIDDEN'],
    ['404', replies.status(404), 'REGISTRY_ANSWER_INVALID'],
    ['429', replies.rateLimited('300'), 'REGISTRY_RATE_LIMITED'],
    ['500', replies.status(500), 'REGISTRY_ERROR'],
    ['a login page', replies.html, 'REGISTRY_ANSWER_HTML'],
    ['other JSON', replies.json({ hello: 1 }), 'REGISTRY_ANSWER_INVALID'],
    ['results of another shape', replies.json({ total: 1, results: [{ x: 1 }] }), 'REGISTRY_ANSWER_INVALID'],
    ['a list', replies.json([]), 'REGISTRY_ANSWER_INVALID'],
    ['deep JSON', replies.deepJson(100_000), 'REGISTRY_ANSWER_INVALID'],
    ['too much', replies.hugeByLength, 'REGISTRY_ANSWER_TOO_LARGE'],
    ['silence', replies.hang, 'REGISTRY_TIMEOUT'],
    ['half an answer', replies.stall, 'REGISTRY_TIMEOUT'],
    ['a cut', replies.cut, 'REGISTRY_UNREACHABLE'],
    ['a loop', replies.redirect('/api/search/v4'), 'REGISTRY_REDIRECT_REFUSED'],
  ])('answered with %s is a failure by name, not an empty list', async (_, reply, code) => {
    const { hub, server } = await hubOf()
    server.breakWith(reply)
    const error = await failureOf(hub.search({ query: 'centos' }, {}))
    expect(error).toMatchObject({ code, params: { host: `127.0.0.1:${server.port}` } })
    expect(server.seen.length).toBeLessThanOrEqual(11)
  })

  it('works again after trouble', async () => {
    const { hub, server } = await hubOf()
    server.breakWith(replies.status(404))
    await failureOf(hub.search({ query: 'centos' }, {}))
    server.breakWith(undefined)
    expect((await hub.search({ query: 'centos' }, {})).results).toHaveLength(8)
    expect(server.seen.at(-1)?.url).toContain('/api/search/v4')
  })

  it('tells a pause and goes on', async () => {
    const { hub, server } = await hubOf()
    server.breakWith(replies.inTurn(replies.rateLimited('0'), replies.json({ total: 0, results: [] })))
    const waits: RegistryWaiting[] = []
    await hub.search({ query: 'x' }, { onWait: (waiting) => waits.push(waiting) })
    expect(waits).toMatchObject([{ reason: 'rateLimited', tried: 1 }])
  })

  it('reads around what is odd in an answer', async () => {
    const { hub, server } = await hubOf()
    const odd = [
      {
        name: 'fine',
        star_count: 'many',
        pull_count: {},
        badge: 'shiny',
        publisher: 'text',
        updated_at: 'x',
      },
      { name: '../../etc', star_count: 5 },
      { name: 'UPPER/case' },
      { name: 'evil.test/app' },
      { name: 'app:tag' },
      { name: 'a/plugin', type: 'plugin' },
      null,
      { name: 'long', short_description: 'x'.repeat(100_000), badge: null },
    ]
    server.breakWith(replies.json({ total: 'some', results: odd, more: { unknown: true } }))
    const page = await hub.search({ query: 'x', pageSize: 100 }, {})
    expect(page).toMatchObject({ looked: odd.length })
    expect(page.results).toEqual([
      { name: 'fine', official: false },
      { name: 'long', description: 'x'.repeat(2_000), official: false, publisher: 'community' },
    ])
  })

  it('stops when the caller leaves', async () => {
    const { hub, server } = await hubOf()
    server.breakWith(replies.hang)
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('left')), 50)
    await expect(hub.search({ query: 'x' }, { signal: abort.signal })).rejects.toThrow('left')
    await expect.poll(server.openSockets).toBe(0)
  })
})

describe('tags', () => {
  it('have platforms with compressed sizes, digests and times', async () => {
    const { hub, server } = await hubOf()
    const page = await hub.tags({ repository: 'redis' }, {})
    const pushed = Date.parse('2026-11-18T20:38:19.930Z')
    const digest = (digit: string): string => `sha256:${digit.repeat(64)}`
    expect(page).toEqual({
      repository: 'redis',
      total: 3,
      tags: [
        {
          name: '7',
          digest: digest('a'),
          pushed: Date.parse('2026-11-18T22:05:59.257Z'),
          platforms: [
            { platform: 'linux/amd64', digest: digest('1'), compressedSize: 45_860_120, pushed },
            { platform: 'linux/arm/v7', digest: digest('2'), compressedSize: 38_200_001, pushed },
            { platform: 'linux/arm64/v8', digest: digest('3'), compressedSize: 44_100_555, pushed },
          ],
        },
        {
          name: '2.6',
          pushed: Date.parse('2021-05-25T22:27:21.712Z'),
          compressedSize: 8_988_370,
          platforms: [{ platform: 'linux/amd64', digest: digest('5'), compressedSize: 8_988_370, pushed }],
        },
        {
          name: 'nanoserver',
          digest: digest('b'),
          compressedSize: 122_000_000,
          platforms: [
            {
              platform: 'windows/amd64',
              osVersion: '10.0.20348.2700',
              digest: digest('6'),
              compressedSize: 122_000_000,
              pushed,
            },
          ],
        },
      ],
    })
    expect(server.seen[0]?.url).toBe('/v2/namespaces/library/repositories/redis/tags?page=1&page_size=50')
  })

  it('come in pages that are counted, not followed', async () => {
    const names = Array.from({ length: 25 }, (_, index) => ({ name: `v${index}` }))
    const { hub } = await hubOf({ tags: { 'ann/app': names } })
    const found: string[] = []
    for (let page: number | undefined = 1; page !== undefined; ) {
      const answer = await hub.tags({ repository: 'docker.io/ann/app', page, pageSize: 10 }, {})
      found.push(...answer.tags.map(({ name }) => name))
      page = answer.next
    }
    expect(found).toEqual(names.map(({ name }) => name))
  })

  it('can be asked for by a part of the name', async () => {
    const { hub } = await hubOf()
    const page = await hub.tags({ repository: 'library/redis', name: '2.' }, {})
    expect(page.tags.map(({ name }) => name)).toEqual(['2.6'])
  })

  it('far down the list are named as what anonymous users do not get', async () => {
    const names = Array.from({ length: 30 }, (_, index) => ({ name: `v${index}` }))
    const { hub } = await hubOf({ tags: { 'ann/app': names }, anonymousLimit: 20 })
    const error = await failureOf(hub.tags({ repository: 'ann/app', page: 3, pageSize: 10 }, {}))
    expect(error.code).toBe('HUB_PAGING_LIMIT')
  })

  it.each([
    ['ghcr.io/ann/app', 'REFERENCE_INVALID'],
    ['localhost:5000/app', 'REFERENCE_INVALID'],
    ['a/b/c', 'REFERENCE_INVALID'],
    ['../x', 'REFERENCE_INVALID'],
    ['', 'REFERENCE_EMPTY'],
    ['nobody/nothing', 'REGISTRY_NOT_FOUND'],
  ])('of %j are refused: %s', async (repository, code) => {
    const { hub } = await hubOf()
    expect((await failureOf(hub.tags({ repository }, {}))).code).toBe(code)
  })

  it('with odd entries lose only those', async () => {
    const { hub, server } = await hubOf()
    const results = [
      { name: 'bad tag' },
      { name: 7 },
      { name: 'ok', images: [{ os: 'linux' }], digest: 'x' },
      'text',
    ]
    server.breakWith(replies.json({ count: -1, next: 5, results }))
    expect(await hub.tags({ repository: 'redis' }, {})).toEqual({
      repository: 'redis',
      tags: [{ name: 'ok', platforms: [] }],
    })
  })
})

describe('createHub', () => {
  it('takes a mirror below a path', async () => {
    const server = await startFakeHub()
    cleanups.push(server.close)
    const http = createHttp({ env: {}, userAgent: 'Strata/test' })
    cleanups.push(http.close)
    const hub = createHub({ endpoint: `${server.origin}/proxy/hub/`, http })
    await failureOf(hub.search({ query: 'x' }, {}))
    expect(server.seen[0]?.url).toMatch(/^\/proxy\/hub\/api\/search\/v4\?/)
  })

  it('refuses an address that is none', () => {
    const http = createHttp({ env: {}, userAgent: 'Strata/test' })
    expect(() => createHub({ endpoint: 'http://hub.example.com', http })).toThrow(AppFailure)
  })
})

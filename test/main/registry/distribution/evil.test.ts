import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type AddressKind, addressKind } from '../../../../main/registry/address'
import { type EvilMode, type EvilOptions, leaks, startEvilRegistry } from '../../../fakes/evilRegistry'
import { certificate } from '../../../fakes/hub/certificates'
import { startHttpProxy } from '../../../fakes/hub/proxies'
import * as replies from '../../../fakes/hub/replies'
import { type FakeServer, type Reply, startServer } from '../../../fakes/hub/server'
import { digestOf } from '../../../fakes/registry/content'
import { token } from '../../../fakes/registry/strictRegistry'
import { contentOf, expectSame, failureOf, forever, kept, layerBytes, network, reader } from './support'

const elsewhere: Reply = (request, response) => {
  const reply =
    request.url?.startsWith('/token') === true ? replies.json({ token }) : replies.text('x'.repeat(200_000))
  reply(request, response)
}

async function start(mode: EvilMode, options: EvilOptions = {}) {
  const server = await kept(startEvilRegistry(mode, options))
  return { server, name: `127.0.0.1:${server.port}/app:1` }
}

async function foreignServer(reply = elsewhere, tls?: { key: string; cert: string }): Promise<FakeServer> {
  return await kept(startServer(reply, tls))
}

/** A registry that counts as one of the internet: `other.test` leads to 127.0.0.1, which is `public` here. */
async function publicRegistry(mode: EvilMode, options: EvilOptions = {}, names: Record<string, string> = {}) {
  const server = await kept(startEvilRegistry(mode, { ...options, tls: certificate('wrongHost') }))
  const kindOf = (address: string): AddressKind => (address === '127.0.0.1' ? 'public' : addressKind(address))
  const registry = reader({ network: network({ 'other.test': '127.0.0.1', ...names }, kindOf) })
  return { server, registry, name: `other.test:${server.port}/app:1` }
}

describe('where a token is fetched', () => {
  it('may be another server, which gets nothing of ours; its token goes to the registry alone', async () => {
    const foreign = await foreignServer()
    const { server, name } = await start('realm', { foreign: foreign.origin })
    expectSame(await layerBytes(reader(), name), server.layer)
    expect(foreign.seen).toHaveLength(1)
    // The registry wanted to push, too: what is asked for is ours to say.
    expect(foreign.seen[0]?.url).toBe('/token?service=strict&scope=repository%3Aapp%3Apull')
    expect(leaks([foreign])).toEqual([])
    expect(foreign.seen[0]?.headers.authorization).toBeUndefined()
  })

  it.each([
    ['realm-metadata', 'address'],
    ['realm-user', 'credentials'],
    ['realm-file', 'scheme'],
    ['realm-redirect', 'redirect'],
  ] as const)('%s is refused: %s', async (mode, reason) => {
    const foreign = await foreignServer()
    const { name } = await start(mode, { foreign: foreign.origin })
    const error = await failureOf(contentOf(reader(), name))
    expect(error).toMatchObject({ code: 'REGISTRY_REALM_REFUSED', params: { reason }, retryable: false })
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(foreign.seen).toEqual([])
  })

  it('is never one without TLS when the registry has it', async () => {
    const foreign = await foreignServer()
    const { name } = await start('realm-http', { foreign: foreign.origin, tls: certificate('good') })
    const error = await failureOf(contentOf(reader(), name))
    expect(error).toMatchObject({ code: 'REGISTRY_REALM_REFUSED', params: { reason: 'downgrade' } })
    expect(foreign.seen).toEqual([])
  })

  it('is never one without TLS beyond this machine', async () => {
    const { name } = await start('realm', { foreign: 'http://auth.test' })
    const error = await failureOf(contentOf(reader(), name))
    expect(error).toMatchObject({
      code: 'REGISTRY_REALM_REFUSED',
      params: { realm: 'auth.test', reason: 'insecure' },
    })
  })

  it.each([
    ['127.0.0.2', 'this machine'],
    ['::1', 'this machine'],
    ['10.1.2.3', 'this network'],
    ['192.168.0.7', 'this network'],
    ['fd00::7', 'this network'],
    ['169.254.1.1', 'this link'],
    ['169.254.169.254', 'where clouds keep secrets'],
    ['::ffff:10.0.0.1', 'this network, written otherwise'],
    ['64:ff9b::7f00:1', 'this machine, written otherwise'],
    ['0.0.0.0', 'nowhere'],
  ])('is not %s (%s) for a registry of the internet, whatever its name says', async (address) => {
    const foreign = await foreignServer()
    const { name, registry } = await publicRegistry(
      'realm-private',
      { foreign: `https://auth.test:${foreign.port}` },
      { 'auth.test': address },
    )
    const error = await failureOf(contentOf(registry, name))
    expect(error).toMatchObject({
      code: 'REGISTRY_REALM_REFUSED',
      params: { realm: `auth.test:${foreign.port}`, reason: 'address' },
    })
    expect(foreign.seen).toEqual([])
    expect(foreign.openSockets()).toBe(0)
  })

  it('must give a token that is one', async () => {
    const { name } = await start('realm-odd-token')
    expect(await failureOf(contentOf(reader(), name))).toMatchObject({
      code: 'REGISTRY_ANSWER_INVALID',
      params: { reason: 'token' },
    })
  })

  it('must not answer without end', async () => {
    const { name } = await start('realm-huge')
    expect(await failureOf(contentOf(reader(), name))).toMatchObject({
      code: 'REGISTRY_ANSWER_TOO_LARGE',
      params: { limit: 65_536 },
    })
  })
})

describe('a redirect', () => {
  it('to another origin takes no token along', async () => {
    const layer = await foreignServer()
    const { server, name } = await start('redirect-cross-origin', { foreign: layer.origin })
    expect(await failureOf(layerBytes(reader(), name))).toMatchObject({ code: 'SOURCE_DIGEST_MISMATCH' })
    expect(server.seen.some(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true)
    expect(layer.seen).toHaveLength(1)
    expect(leaks([layer])).toEqual([])
  })

  it.each(['10.0.0.1', '127.0.0.2', '169.254.169.254', 'fe80::1'])(
    'from the internet to %s is refused, whatever the name says',
    async (address) => {
      const inside = await foreignServer()
      const { name, registry } = await publicRegistry(
        'redirect-private',
        { foreign: `https://cdn.test:${inside.port}` },
        { 'cdn.test': address },
      )
      const error = await failureOf(layerBytes(registry, name))
      expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason: 'address' } })
      expect(inside.seen).toEqual([])
      expect(inside.openSockets()).toBe(0)
    },
  )

  it('within tunnels that give every name an address of their own is followed', async () => {
    const cdn = await foreignServer(undefined, certificate('wrongHost'))
    const server = await kept(
      startEvilRegistry('redirect-private', {
        tls: certificate('wrongHost'),
        foreign: `https://other.test:${cdn.port}`,
      }),
    )
    // As 198.18.0.1 would be.
    const registry = reader({
      network: network({ 'other.test': '127.0.0.1' }, () => addressKind('198.18.0.1')),
    })
    const error = await failureOf(layerBytes(registry, `other.test:${server.port}/app:1`))
    expect(error).toMatchObject({ code: 'SOURCE_DIGEST_MISMATCH' })
    expect(cdn.seen).toHaveLength(1)
  })

  it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '[::1]'])(
    'through a proxy to %s is refused',
    async (host) => {
      const proxy = await kept(startHttpProxy())
      const { server, name } = await publicRegistry('redirect-private', { foreign: `https://${host}:1` })
      const registry = reader({ env: { HTTPS_PROXY: proxy.origin } })
      const error = await failureOf(layerBytes(registry, name))
      expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason: 'address' } })
      expect(new Set(proxy.seen.map(({ url }) => url))).toEqual(new Set([`other.test:${server.port}`]))
    },
  )

  it('from this machine to the internet without TLS is refused', async () => {
    const { name } = await start('redirect-http', { foreign: 'http://cdn.test' })
    const error = await failureOf(layerBytes(reader(), name))
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason: 'insecure' } })
  })

  it.each([
    ['redirect-loop', 'tooMany'],
    ['redirect-file', 'scheme'],
  ] as const)('%s is refused: %s', async (mode, reason) => {
    const { name } = await start(mode)
    const error = await failureOf(contentOf(reader(), name))
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason } })
  })
})

describe('places that a registry names', () => {
  it('for a layer are never gone to', async () => {
    const foreign = await foreignServer()
    const { server, name } = await start('foreign-urls', { foreign: foreign.origin })
    const { images } = await contentOf(reader(), name)
    expect(images).toMatchObject([
      { layers: [{ isForeign: true }], problems: [{ type: 'foreignLayer', layer: 0 }] },
    ])
    expectSame(await layerBytes(reader(), name), server.layer)
    server.repository.blobs.delete(digestOf(server.layer))
    expect(await failureOf(layerBytes(reader(), name))).toMatchObject({ code: 'SOURCE_BLOB_MISSING' })
    expect(foreign.seen).toEqual([])
  })

  it.each([
    ['link-evil', 'origin'],
    ['link-self', 'loop'],
    ['link-endless', 'loop'],
  ] as const)('for the next page are refused: %s', async (mode, reason) => {
    const foreign = await foreignServer()
    const { server, name } = await start(mode, { foreign: foreign.origin })
    const error = await failureOf(reader().tags(name, {}))
    expect(error).toMatchObject({ code: 'REGISTRY_LINK_REFUSED', params: { reason } })
    expect(foreign.seen).toEqual([])
    expect(server.seen.length).toBeLessThan(6)
  })
})

describe('a manifest', () => {
  it.each([
    ['huge-manifest', 'REGISTRY_ANSWER_TOO_LARGE', { limit: 8 * 1024 * 1024 }],
    ['deep-json', 'REGISTRY_MANIFEST_INVALID', { reason: 'tooDeep' }],
    ['dup-keys', 'REGISTRY_MANIFEST_INVALID', { reason: 'duplicateKey' }],
    ['empty', 'REGISTRY_MANIFEST_INVALID', { reason: 'notJson' }],
    ['wrong-mediatype', 'REGISTRY_MANIFEST_TYPE', {}],
    ['schema1', 'REGISTRY_SCHEMA1', {}],
    ['html', 'REGISTRY_ANSWER_HTML', {}],
    ['lie-header', 'REGISTRY_DIGEST_HEADER_WRONG', {}],
    ['huge-index-size', 'REGISTRY_LENGTH_WRONG', { expected: 5 }],
  ] as const)('%s is refused: %s', async (mode, code, params) => {
    const { name, server } = await start(mode)
    const before = process.memoryUsage().rss
    expect(await failureOf(contentOf(reader(), name))).toMatchObject({ code, params, retryable: false })
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
    expect(server.breaches).toEqual([])
  })

  it('of other bytes than its digest is refused', async () => {
    const { name, server } = await start('baddigest-manifest')
    const digest = server.repository.tags.get('1') ?? ''
    const error = await failureOf(contentOf(reader(), name.replace(/:1$/, `@${digest}`)))
    expect(error).toMatchObject({ code: 'SOURCE_DIGEST_MISMATCH', params: { blob: digest } })
  })
})

describe('a layer', () => {
  it.each([
    ['baddigest', 'SOURCE_DIGEST_MISMATCH'],
    ['short', 'SOURCE_TRUNCATED'],
    ['long', 'REGISTRY_LENGTH_WRONG'],
    ['long-chunked', 'REGISTRY_LENGTH_WRONG'],
    ['wrong-length', 'REGISTRY_LENGTH_WRONG'],
    ['wrong-range', 'REGISTRY_ANSWER_INVALID'],
  ] as const)('%s is refused: %s', async (mode, code) => {
    const { name } = await start(mode)
    expect(await failureOf(layerBytes(reader(), name))).toMatchObject({ code })
  })

  it.each([
    [50_000, 4],
    [66_000, 4],
    [199_999, 2],
  ])(
    'comes whole when the connection breaks every %i bytes, each byte sent once',
    async (dropEvery, requests) => {
      const { name, server } = await start('drop', { dropEvery })
      expectSame(await layerBytes(reader({ limits: { tries: 10 } }), name), server.layer)
      const asked = server.seen.filter(({ url }) => url.endsWith(digestOf(server.layer)))
      expect(asked.map(({ headers }) => headers.range)).toEqual(
        Array.from({ length: requests }, (_, at) => (at === 0 ? undefined : `bytes=${at * dropEvery}-`)),
      )
      expect(server.breaches).toEqual([])
    },
  )

  it('goes on for as long as it gets on', async () => {
    const { name, server } = await start('drop', { dropEvery: 70_000, layerSize: 2_000_000 })
    expectSame(await layerBytes(reader({ limits: { tries: 2 } }), name), server.layer)
  })

  it('comes whole from a server that starts over each time', async () => {
    const { name, server } = await start('no-range', { dropEvery: 70_000 })
    expectSame(await layerBytes(reader(), name), server.layer)
  })

  it('is whole when only the end of the answer is lost', async () => {
    const { name, server } = await start('drop-end')
    expectSame(await layerBytes(reader(), name), server.layer)
    expect(server.seen.filter(({ url }) => url.endsWith(digestOf(server.layer)))).toHaveLength(1)
  })

  it('ends with the break when it does not get on', async () => {
    const { name, server } = await start('drop-at-once')
    const error = await failureOf(layerBytes(reader(), name))
    expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', retryable: true })
    expect(server.seen.filter(({ url }) => url.endsWith(digestOf(server.layer)))).toHaveLength(3)
  })
})

describe('a registry that refuses', () => {
  it.each([
    ['e401', 'REGISTRY_UNAUTHORIZED', 1],
    ['e403', 'REGISTRY_FORBIDDEN', 1],
    ['e404', 'REGISTRY_NOT_FOUND', 1],
    ['e429', 'REGISTRY_RATE_LIMITED', 3],
    ['e500', 'REGISTRY_ERROR', 3],
  ] as const)('%s: %s after %i requests', async (mode, code, requests) => {
    const { name, server } = await start(mode)
    const waits: string[] = []
    const source = reader().open(name, { onWait: ({ reason }) => waits.push(reason) })
    expect(await failureOf(source.content({ signal: forever }))).toMatchObject({ code })
    expect(server.seen).toHaveLength(requests)
    expect(waits).toHaveLength(requests - 1)
  })
})

describe('a registry that stands still', () => {
  const short = { connect: 200, firstByte: 200, stall: 200, tries: 1 }

  it.each([
    ['hang', 'firstByte'],
    ['hang-blob', 'stall'],
    ['slow', 'stall'],
  ] as const)('%s is told by its phase (%s), and leaves no connection', async (mode, phase) => {
    const { name, server } = await start(mode)
    const error = await failureOf(layerBytes(reader({ limits: short }), name))
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', params: { phase }, retryable: true })
    await expect.poll(server.openSockets).toBe(0)
  })

  it.each(['hang', 'hang-blob', 'slow'] as const)('%s is left at once by a cancel', async (mode) => {
    const { name, server } = await start(mode)
    const cancel = new AbortController()
    const work = layerBytes(reader(), name, 0, cancel.signal)
    const isReached = mode === 'hang' ? '/manifests/' : digestOf(server.layer)
    await expect.poll(() => server.seen.some(({ url }) => url.includes(isReached))).toBe(true)
    cancel.abort(new DOMException('enough', 'AbortError'))
    await expect(work).rejects.toThrow('enough')
    await expect.poll(server.openSockets).toBe(0)
  })

  it('is left by closing the source', async () => {
    const { name, server } = await start('slow')
    const source = reader().open(name)
    const { images } = await source.content({ signal: forever })
    const [layer] = images[0]?.layers ?? []
    if (layer === undefined) throw new Error('no layer')
    const read = async () => {
      for await (const _ of source.layer(layer, { signal: forever })) await source.close()
    }
    await expect(read()).rejects.toThrow('closed')
    await expect.poll(server.openSockets).toBe(0)
  })

  it('is left by leaving the loop', async () => {
    const { name, server } = await start('slow')
    const source = reader().open(name)
    const { images } = await source.content({ signal: forever })
    const [layer] = images[0]?.layers ?? []
    if (layer === undefined) throw new Error('no layer')
    for await (const _ of source.layer(layer, { signal: forever })) break
    await expect.poll(server.openSockets).toBe(0)
  })

  it('is not one that we read slowly from', async () => {
    const { name, server } = await start('none', { layerSize: 6_000_000 })
    const source = reader({ limits: { ...short, stall: 40 } }).open(name)
    const { images } = await source.content({ signal: forever })
    const [layer] = images[0]?.layers ?? []
    if (layer === undefined) throw new Error('no layer')
    const chunks: Uint8Array[] = []
    for await (const chunk of source.layer(layer, { signal: forever })) {
      chunks.push(chunk)
      // Slower than the limit, which is for the other side.
      if (chunks.length < 4) await sleep(100)
    }
    expectSame(Buffer.concat(chunks), server.layer)
  })
})

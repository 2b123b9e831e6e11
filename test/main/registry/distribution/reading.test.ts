import { describe, expect, it } from 'vitest'
import type { Network } from '../../../../main/registry/guard'
import { certificate } from '../../../fakes/hub/certificates'
import {
  digestOf,
  emptyRepository,
  putImage,
  putIndex,
  putManifest,
  someBytes,
} from '../../../fakes/registry/content'
import { failure, startStrictRegistry } from '../../../fakes/registry/strictRegistry'
import { contentOf, expectSame, failureOf, forever, kept, layerBytes, network, reader } from './support'

const layers = [someBytes(300_000, 'one'), someBytes(10, 'two'), Buffer.alloc(0)]

function filled() {
  const repository = emptyRepository()
  putImage(repository, { tag: '1', layers })
  putIndex(repository, 'all')
  return repository
}

describe.each([
  ['open, without TLS', {}],
  ['open, with TLS', { tls: certificate('good') }],
  ['that wants a token', { wantsToken: true }],
])('a registry %s', (_, options) => {
  const start = async () => {
    const repository = filled()
    const server = await kept(startStrictRegistry({ repositories: { 'team/app': repository }, ...options }))
    return { server, repository, name: `127.0.0.1:${server.port}/team/app` }
  }

  it('gives an image with its layers, and nothing that we ask breaks a rule', async () => {
    const { server, name, repository } = await start()
    const registry = reader()
    const { tree, images } = await contentOf(registry, `${name}:1`)
    const digest = repository.tags.get('1')
    expect(tree).toMatchObject([
      { type: 'image', imageId: digest, platform: 'linux/amd64', references: [`${name}:1`] },
    ])
    expect(images).toMatchObject([
      {
        id: digest,
        references: [`${name}:1`],
        layers: layers.map(({ length }) => ({ storedBytes: length })),
      },
    ])
    for (const [at, layer] of layers.entries()) expectSame(await layerBytes(registry, `${name}:1`, at), layer)
    expect(server.breaches).toEqual([])
  })

  it('tells all platforms of an index in one request, and an image of it in two more', async () => {
    const { server, name } = await start()
    const source = reader().open(`${name}:all`)
    const { tree, images } = await source.outline({ signal: forever })
    expect(images).toEqual([])
    // A question is repeated with a token.
    const asked = () =>
      new Set(server.seen.flatMap(({ url }) => (/\/(?:manifests|blobs)\//.test(url) ? [url] : []))).size
    expect(asked()).toBe(1)
    const whole = await contentOf(reader(), `${name}:all`)
    expect(tree).toEqual(whole.tree)
    const [arm] = whole.images.filter(({ config }) => config.platform === 'linux/arm64')
    const [index] = tree
    const node = index?.type === 'index' ? index.children[1] : undefined
    if (node?.type !== 'image' || node.descriptor === undefined) throw new Error('no image')
    const { descriptor, references, platform = '' } = node
    const before = asked()
    const found = await source.named({ descriptor, references, platform }, { signal: forever })
    expect(asked()).toBeLessThanOrEqual(before + 2)
    expect(found).toEqual({ node, image: arm })
    expect(server.breaches).toEqual([])
  })

  it('gives an index as a tree', async () => {
    const { server, name } = await start()
    const { tree, images } = await contentOf(reader(), `${name}:all`)
    expect(tree).toMatchObject([
      {
        type: 'index',
        children: [
          { type: 'image', platform: 'linux/amd64', imageId: images[0]?.id },
          { type: 'image', platform: 'linux/arm64/v8', imageId: images[1]?.id },
          { type: 'attestation', of: images[0]?.id },
        ],
      },
    ])
    expect(server.breaches).toEqual([])
  })

  it('gives an image by its digest', async () => {
    const { server, name, repository } = await start()
    const { images } = await contentOf(reader(), `${name}@${repository.tags.get('1')}`)
    expect(images).toMatchObject([{ id: repository.tags.get('1') }])
    expect(server.breaches).toEqual([])
  })

  it('gives the exact bytes of the documents', async () => {
    const { server, name, repository } = await start()
    const source = reader().open(`${name}:all`)
    const { images } = await source.content({ signal: forever })
    for (const image of images) {
      const { manifest, config } = await source.documents(image, { signal: forever })
      expect(manifest).toEqual(repository.manifests.get(image.id)?.bytes)
      expect(config).toEqual(repository.blobs.get(image.configDigest))
    }
    expect(server.breaches).toEqual([])
  })

  it('tells the digest of a tag in one HEAD', async () => {
    const { server, name, repository } = await start()
    const registry = reader()
    const told = await registry.digest(`${name}:1`, {})
    expect(told.digest).toBe(repository.tags.get('1'))
    expect(server.seen.filter(({ url }) => url.includes('/manifests/')).at(-1)?.method).toBe('HEAD')
    const before = server.seen.length
    await registry.digest(`${name}:all`, {})
    expect(server.seen).toHaveLength(before + 1)
    expect(server.breaches).toEqual([])
  })

  it('lists tags over pages, and repositories', async () => {
    const { server, name, repository } = await start()
    for (let at = 0; at < 250; at += 1) repository.tags.set(`v${at}`, repository.tags.get('1') ?? '')
    const registry = reader()
    const { names, after } = await registry.tags(name, {})
    expect([...names].sort()).toEqual([...repository.tags.keys()].sort())
    expect(after).toBeUndefined()
    expect(await registry.repositories(`127.0.0.1:${server.port}`, {})).toEqual({ names: ['team/app'] })
    expect(server.breaches).toEqual([])
  })

  it.each([':gone', '2:1'])('says that %s is not there', async (what) => {
    const { server, name } = await start()
    expect(await failureOf(contentOf(reader(), `${name}${what}`))).toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    })
    expect(server.breaches).toEqual([])
  })

  it('stays with the digest of the first look when the tag moves', async () => {
    const { name, repository } = await start()
    const source = reader().open(`${name}:1`)
    const first = await source.content({ signal: forever })
    repository.tags.set('1', repository.tags.get('all') ?? '')
    expect(await source.content({ signal: forever })).toEqual(first)
  })
})

describe('a list of tags', () => {
  it('stops at 10,000 and goes on when it is asked to', async () => {
    const repository = emptyRepository()
    const { digest } = putImage(repository)
    for (let at = 0; at < 10_150; at += 1) repository.tags.set(`t${String(at).padStart(6, '0')}`, digest)
    const server = await kept(startStrictRegistry({ repositories: { app: repository } }))
    const registry = reader()
    const first = await registry.tags(`127.0.0.1:${server.port}/app`, {})
    expect(first.names).toHaveLength(10_000)
    const rest = await registry.tags(`127.0.0.1:${server.port}/app`, { after: first.after ?? '' })
    expect(rest.names).toHaveLength(150)
    expect(rest.after).toBeUndefined()
    expect(server.breaches).toEqual([])
  })
})

describe('an index', () => {
  it('whose images are partly not there says which', async () => {
    const repository = emptyRepository()
    const here = putImage(repository)
    const index = {
      schemaVersion: 2,
      manifests: [
        { ...here, platform: { os: 'linux', architecture: 'amd64' } },
        { ...here, digest: `sha256:${'0'.repeat(64)}`, platform: { os: 'linux', architecture: 's390x' } },
      ],
    }
    putManifest(repository, 'application/vnd.oci.image.index.v1+json', index, '1')
    const server = await kept(startStrictRegistry({ repositories: { app: repository } }))
    const { tree, images } = await contentOf(reader(), `127.0.0.1:${server.port}/app:1`)
    expect(images).toHaveLength(1)
    expect(tree).toMatchObject([
      { children: [{ type: 'image' }, { type: 'missing', platform: 'linux/s390x' }] },
    ])
  })
})

describe('a name', () => {
  it.each([
    ['', 'REFERENCE_EMPTY'],
    ['App', 'REFERENCE_UPPERCASE'],
    ['foo_bar.com/app', 'REFERENCE_INVALID'],
    ['localhost:99999/app', 'REFERENCE_INVALID'],
  ])('%j is refused before anything is asked', async (text, code) => {
    expect(await failureOf((async () => await contentOf(reader(), text))())).toMatchObject({ code })
  })

  it('of Docker Hub is asked for where its images are', async () => {
    const names: string[] = []
    const noting: Network = {
      kindOf: () => 'public',
      lookup: (host, _, callback) => {
        names.push(host)
        callback(new Error('stop here'), '')
      },
    }
    for (const name of ['redis', 'docker.io/library/redis:7', 'index.docker.io/team/app']) {
      expect(await failureOf(contentOf(reader({ network: noting }), name))).toMatchObject({
        code: 'REGISTRY_UNREACHABLE',
      })
    }
    expect(new Set(names)).toEqual(new Set(['registry-1.docker.io']))
  })

  it('of a host beyond this machine is never asked for without TLS', async () => {
    const server = await kept(startStrictRegistry({ repositories: { app: filled() } }))
    const names = network({ 'registry.test': '127.0.0.1' })
    const error = await failureOf(contentOf(reader({ network: names }), `registry.test:${server.port}/app:1`))
    expect(error).toMatchObject({ code: 'REGISTRY_NOT_HTTPS' })
    expect(server.seen).toEqual([])
  })

  it('of this machine that leads elsewhere is not asked for without TLS', async () => {
    const server = await kept(startStrictRegistry({ repositories: { app: filled() } }))
    const names = network({ localhost: '127.0.0.1' }, () => 'public')
    const error = await failureOf(contentOf(reader({ network: names }), `localhost:${server.port}/app:1`))
    expect(error).toMatchObject({ code: 'REGISTRY_NOT_HTTPS' })
    expect(server.seen).toEqual([])
  })

  it.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'with a certificate that is %s is refused, here too',
    async (name) => {
      const server = await kept(
        startStrictRegistry({ repositories: { app: filled() }, tls: certificate(name) }),
      )
      const error = await failureOf(contentOf(reader(), `127.0.0.1:${server.port}/app:1`))
      expect(error).toMatchObject({ code: 'REGISTRY_TLS' })
      expect(server.seen).toEqual([])
    },
  )
})

describe('a token that is refused in the middle of a layer', () => {
  it('is fetched anew, and the layer goes on where it was', async () => {
    const repository = emptyRepository()
    const layer = someBytes(500_000, 'long')
    putImage(repository, { tag: '1', layers: [layer] })
    let asked = 0
    const server = await kept(
      startStrictRegistry({
        repositories: { app: repository },
        wantsToken: true,
        before: (request, response) => {
          if (request.url?.endsWith(digestOf(layer)) !== true) return false
          asked += 1
          if (asked === 1) {
            response.writeHead(200, { 'content-length': String(layer.length) })
            response.write(layer.subarray(0, 200_000), () => request.socket.destroySoon())
          } else if (asked === 2) {
            const realm = `http://${request.headers.host}/token`
            failure(response, 401, 'UNAUTHORIZED', {
              'www-authenticate': `Bearer realm="${realm}",service="strict"`,
            })
          }
          return asked <= 2
        },
      }),
    )
    expectSame(await layerBytes(reader(), `127.0.0.1:${server.port}/app:1`), layer)
    const ranges = server.seen
      .filter(({ url }) => url.endsWith(digestOf(layer)))
      .map(({ headers }) => headers.range)
    expect(ranges).toEqual([undefined, 'bytes=200000-', 'bytes=200000-'])
    expect(server.seen.filter(({ url }) => url.startsWith('/token'))).toHaveLength(2)
    expect(server.breaches).toEqual([])
  })

  it('twice is a refusal', async () => {
    const server = await kept(
      startStrictRegistry({
        repositories: {},
        before: (request, response) => {
          if (request.url?.startsWith('/token') === true) return false
          const realm = `http://${request.headers.host}/token`
          failure(response, 401, 'UNAUTHORIZED', {
            'www-authenticate': `Bearer realm="${realm}",service="strict"`,
          })
          return true
        },
      }),
    )
    const error = await failureOf(contentOf(reader(), `127.0.0.1:${server.port}/app:1`))
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
    expect(server.seen).toHaveLength(3)
  })
})

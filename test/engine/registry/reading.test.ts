import { createHash } from 'node:crypto'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { type AppError, AppFailure } from '@shared/errors'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createRegistryDoor } from '../../../main/registry/openRegistry'
import {
  digestOf,
  emptyRepository,
  ociConfig,
  ociLayer,
  ociManifest,
  putImage,
  putIndex,
  putManifest,
  someBytes,
} from '../../fakes/registry/content'
import { anImage, fileLayer, load } from '../support/images'
import { docker, sandbox, uniqueName } from '../support/sandbox'
import { upload } from './upload'

const door = createRegistryDoor({ env: process.env, userAgent: 'Strata/test' })
afterAll(door.close)
const reader = door.reader()
const { signal } = new AbortController()

function host(): string {
  const { registry } = sandbox()
  if (registry === undefined) throw new Error('the sandbox has no registry')
  return registry.host
}

async function contentOf(reference: string) {
  return await reader.open(reference).content({ signal })
}

async function layersOf(reference: string): Promise<readonly Buffer[]> {
  const source = reader.open(reference)
  const { images } = await source.content({ signal })
  const found: Buffer[] = []
  for (const layer of images[0]?.layers ?? []) {
    const chunks: Uint8Array[] = []
    for await (const chunk of source.layer(layer, { signal })) chunks.push(chunk)
    found.push(Buffer.concat(chunks))
  }
  return found
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppFailure) return error.error
  throw error
}

/** Pushed by the engine. Answers the reference in the registry and the digest that the engine says it has there. */
async function pushed(): Promise<{ reference: string; digest: string; diffIds: readonly string[] }> {
  const reference = `${host()}/${uniqueName('read')}:1`
  const layers = [fileLayer('one', 100_000), fileLayer('two', 20)]
  await load([anImage({ tags: [reference], layers })])
  const output = await docker('push', reference)
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1]
  if (digest === undefined) throw new Error(`no digest in: ${output}`)
  return { reference, digest, diffIds: layers.map(({ diffId }) => diffId) }
}

describe('an image that the engine pushed', () => {
  it('is read without a pull: config, layers, digests', async () => {
    const { reference, digest, diffIds } = await pushed()
    const { tree, images } = await contentOf(reference)
    const [image] = images
    expect(images).toHaveLength(1)
    expect(image?.config.diffIds).toEqual(diffIds)
    expect(image?.config.cmd).toEqual(['/bin/sh'])
    expect(image?.problems).toEqual([])
    expect((await reader.digest(reference, {})).digest).toBe(digest)
    expect(tree[0]).toMatchObject({ descriptor: { digest } })
    const unpacked = (await layersOf(reference)).map((blob) => (blob[0] === 0x1f ? gunzipSync(blob) : blob))
    expect(unpacked.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`)).toEqual(diffIds)
  })

  it('is the same by its digest', async () => {
    const { reference, digest } = await pushed()
    const byDigest = await contentOf(`${reference.replace(/:1$/, '')}@${digest}`)
    const byTag = await contentOf(reference)
    expect(byDigest.images.map(({ id }) => id)).toEqual(byTag.images.map(({ id }) => id))
  })

  it('has its tags listed, and its repository', async () => {
    const { reference } = await pushed()
    const repository = reference.replace(/:1$/, '')
    for (const tag of ['2', 'latest', 'Ends-With_3.4']) {
      await docker('tag', reference, `${repository}:${tag}`)
      await docker('push', `${repository}:${tag}`)
    }
    const { names } = await reader.tags(repository, {})
    expect([...names].sort()).toEqual(['1', '2', 'Ends-With_3.4', 'latest'])
    const { names: repositories } = await reader.repositories(host(), {})
    expect(repositories).toContain(repository.slice(host().length + 1))
  })
})

describe('what a real registry holds', () => {
  it('of several platforms, with an attestation, is a tree', async () => {
    const repository = emptyRepository()
    putIndex(repository, '1')
    const name = uniqueName('index')
    await upload(host(), name, repository)
    const { tree, images } = await contentOf(`${host()}/${name}:1`)
    expect(images).toHaveLength(2)
    expect(tree).toMatchObject([
      {
        type: 'index',
        descriptor: { digest: repository.tags.get('1') },
        children: [
          { type: 'image', platform: 'linux/amd64' },
          { type: 'image', platform: 'linux/arm64/v8' },
          { type: 'attestation', of: images[0]?.id },
        ],
      },
    ])
  })

  it('comes as exact bytes', async () => {
    const repository = emptyRepository()
    const layers = [someBytes(3_000_000, 'big'), someBytes(1, 'small')]
    putImage(repository, { tag: '1', layers })
    const name = uniqueName('bytes')
    await upload(host(), name, repository)
    const source = reader.open(`${host()}/${name}:1`)
    const [image] = (await source.content({ signal })).images
    if (image === undefined) throw new Error('no image')
    const documents = await source.documents(image, { signal })
    expect(digestOf(Buffer.from(documents.manifest ?? []))).toBe(repository.tags.get('1'))
    expect(digestOf(Buffer.from(documents.config))).toBe(image.configDigest)
    const read = await layersOf(`${host()}/${name}:1`)
    expect(read.map((each, at) => each.equals(layers[at] ?? Buffer.alloc(0)))).toEqual([true, true])
  })

  it('is never taken in schema 1, which is what whoever says no Accept gets', async () => {
    const repository = emptyRepository()
    const made = putImage(repository)
    const { bytes } = repository.manifests.get(made.digest) ?? { bytes: Buffer.alloc(0) }
    const schema2 = 'application/vnd.docker.distribution.manifest.v2+json'
    const text = bytes
      .toString()
      .replaceAll(ociManifest, schema2)
      .replaceAll(ociConfig, 'application/vnd.docker.container.image.v1+json')
      .replaceAll(ociLayer, 'application/vnd.docker.image.rootfs.diff.tar')
    putManifest(repository, schema2, Buffer.from(text), '1')
    const name = uniqueName('schema')
    await upload(host(), name, repository)
    const bare = await fetch(`http://${host()}/v2/${name}/manifests/1`)
    expect(bare.headers.get('content-type')).toContain('manifest.v1+prettyjws')
    expect((await contentOf(`${host()}/${name}:1`)).images).toMatchObject([{ id: repository.tags.get('1') }])
    expect((await reader.digest(`${host()}/${name}:1`, {})).digest).toBe(repository.tags.get('1'))
  })

  it.each([
    ['a tag', (name: string) => `${name}:gone`],
    ['a digest', (name: string) => `${name}@sha256:${'0'.repeat(64)}`],
    ['a repository', (name: string) => `${name}-gone:1`],
  ])('not: %s', async (_, change) => {
    const repository = emptyRepository()
    putImage(repository, { tag: '1' })
    const name = uniqueName('gone')
    await upload(host(), name, repository)
    const error = await failureOf(contentOf(change(`${host()}/${name}`)))
    expect(error).toMatchObject({ code: 'REGISTRY_NOT_FOUND', params: { host: host(), status: 404 } })
  })

  it('behind an account is told so, after one question', async () => {
    const guarded = sandbox().htpasswdRegistry?.host ?? ''
    expect(await failureOf(contentOf(`${guarded}/app:1`))).toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      params: { host: guarded },
    })
  })
})

/** Between us and the registry: `pass` may end an answer early. Answers its host and what was asked. */
async function between(
  pass: (from: IncomingMessage, to: ServerResponse, path: string) => void,
): Promise<{ readonly host: string; readonly asked: IncomingMessage[] }> {
  const [, port] = host().split(':')
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const { url = '', headers, method } = request
    get({ host: '127.0.0.1', port: Number(port), path: url, headers, method }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      pass(answer, response, url)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { host: `localhost:${(server.address() as AddressInfo).port}`, asked }
}

describe('a connection to a real registry that breaks', () => {
  it('in the middle of a layer is taken up at the byte that was reached', async () => {
    const repository = emptyRepository()
    const layer = someBytes(5_000_000, 'to break')
    putImage(repository, { tag: '1', layers: [layer] })
    const name = uniqueName('resume')
    await upload(host(), name, repository)
    const every = 1_500_000
    const proxy = await between((from, to, path) => {
      let left = path.endsWith(digestOf(layer)) ? every : Number.POSITIVE_INFINITY
      from.on('data', (chunk: Buffer) => {
        const part = chunk.subarray(0, Math.max(0, left))
        left -= part.length
        if (left > 0) to.write(part)
        else to.write(part, () => to.socket?.destroySoon())
      })
      from.on('end', () => left > 0 && to.end())
    })
    const [read] = await layersOf(`${proxy.host}/${name}:1`)
    expect(read?.equals(layer)).toBe(true)
    const ranges = proxy.asked
      .filter(({ url }) => url?.endsWith(digestOf(layer)))
      .map(({ headers }) => headers.range)
    expect(ranges).toEqual([undefined, `bytes=${every}-`, `bytes=${2 * every}-`, `bytes=${3 * every}-`])
  })

  it('with one bit turned on the way is refused', async () => {
    const repository = emptyRepository()
    const layer = someBytes(100_000, 'to turn')
    putImage(repository, { tag: '1', layers: [layer] })
    const name = uniqueName('flip')
    await upload(host(), name, repository)
    const proxy = await between((from, to, path) => {
      from.on('data', (chunk: Buffer) => {
        const copy = Buffer.from(chunk)
        if (path.endsWith(digestOf(layer))) copy[0] = (copy[0] ?? 0) ^ 1
        to.write(copy)
      })
      from.on('end', () => to.end())
    })
    const error = await failureOf(layersOf(`${proxy.host}/${name}:1`))
    expect(error).toMatchObject({ code: 'SOURCE_DIGEST_MISMATCH', params: { blob: digestOf(layer) } })
  })
})

describe('many tags', () => {
  it('come all, over the pages of a real registry', async () => {
    const repository = emptyRepository()
    const { digest } = putImage(repository, { tag: 'first' })
    const manifest = repository.manifests.get(digest)
    if (manifest === undefined) throw new Error('no manifest')
    for (let at = 0; at < 150; at += 1) putManifest(repository, manifest.mediaType, manifest.bytes, `t${at}`)
    const name = uniqueName('tags')
    await upload(host(), name, repository)
    const { names, after } = await reader.tags(`${host()}/${name}`, {})
    expect([...names].sort()).toEqual([...repository.tags.keys()].sort())
    expect(after).toBeUndefined()
  })
})

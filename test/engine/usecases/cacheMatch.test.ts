import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { CacheLayer } from '../../../main/disk/cacheLayers'
import { type CacheMatch, cacheMatch } from '../../../main/disk/cacheMatch'
import { chainIdsOf } from '../../../main/images/layers'
import type { EngineClient } from '../../../main/ports/engineClient'
import type { StoredContent } from '../../../main/ports/storage'
import { engine } from '../adapter/support'
import { forgetBuilds } from '../support/buildHistory'
import { type DiskBytes, diskBytes, wentAsPromised } from '../support/diskBytes'
import { anImage, build, fileLayer, load, runnableImage } from '../support/images'
import { docker, emptySandbox, sandbox, uniqueName } from '../support/sandbox'

// Destroys everything in the sandbox, which holds nothing but what tests made.
beforeAll(async () => await forgetBuilds())
beforeEach(async () => await emptySandbox())

type ImageLayers = {
  readonly id: string
  readonly layers: readonly (CacheLayer & { readonly diffId: string })[]
}

/** These images have one step for each layer, so that the history tells the bytes without any guess. */
async function layersOf(
  client: EngineClient,
  reference: string,
  content: StoredContent | undefined,
): Promise<ImageLayers> {
  const [image, history] = await Promise.all([
    client.inspectImage(reference, {}),
    client.imageHistory(reference, {}),
  ])
  const chain = chainIdsOf(image.diffIds)
  const steps = history.toReversed()
  expect(steps).toHaveLength(chain.length)
  const blobs = new Map([...(content?.blobs.values() ?? [])].map((blob) => [blob.diffId, blob.bytes]))
  const layers = image.diffIds.map((diffId, index) => {
    const blobBytes = blobs.get(diffId)
    const chainId = chain[index] ?? diffId
    const below = chain[index - 1]
    return {
      chainId,
      diffId,
      ...(below === undefined ? {} : { parent: below }),
      bytes: steps[index]?.size ?? 0,
      ...(blobBytes === undefined ? {} : { blobBytes }),
      inImage: true,
      createdBy: steps[index]?.createdBy ?? '',
    }
  })
  return { id: image.id, layers }
}

type World = {
  readonly images: readonly ImageLayers[]
  readonly match: CacheMatch
  readonly content: StoredContent | undefined
}

async function look(client: EngineClient, references: readonly string[]): Promise<World> {
  const [content, { buildCache }] = await Promise.all([client.contentStore({}), client.diskUsage({})])
  const images: ImageLayers[] = []
  for (const reference of references) images.push(await layersOf(client, reference, content))
  const layers = images.flatMap((image) => image.layers)
  const match = cacheMatch({ store: sandbox().store, layers, complete: true, records: buildCache })
  return { images, match, content }
}

const buildKit = { env: { DOCKER_BUILDKIT: '1' }, args: ['--network', 'none'] }

/** A base that is also alone, two builds on it that share a step, and one image that was loaded. */
async function make(): Promise<{ base: string; a: string; b: string; loaded: string }> {
  const base = await runnableImage()
  const [a, b, loaded] = [`${uniqueName('a')}:1`, `${uniqueName('b')}:1`, `${uniqueName('loaded')}:1`]
  const files = { one: 'a'.repeat(50_000), two: 'b'.repeat(60_000), three: 'c'.repeat(70_000) }
  const stage = `FROM ${base} AS stage\nRUN echo stage > /stage\nFROM ${base}\nCOPY one /one\n`
  await build(
    a,
    { Dockerfile: `${stage}COPY --from=stage /stage /stage\nCOPY two /two\n`, ...files },
    buildKit,
  )
  await build(
    b,
    { Dockerfile: `FROM ${base}\nCOPY one /one\nCOPY three /three\nRUN true\n`, ...files },
    buildKit,
  )
  await load([anImage({ tags: [loaded], layers: [fileLayer('x', 80_000), fileLayer('y', 90_000)] })])
  return { base, a, b, loaded }
}

/** Blobs that this image alone refers to, without what the build cache and the history of builds keep. */
function blobsFreed({ images, match, content }: World, going: string): number {
  const blobs = content?.blobs
  if (blobs === undefined) return 0
  const reach = (digest: string, into: Set<string>): Set<string> => {
    into.add(digest)
    for (const child of blobs.get(digest)?.children ?? []) reach(child, into)
    return into
  }
  const kept = new Set(content?.keptByHistory)
  for (const { id } of images) if (id !== going) reach(id, kept)
  const layers = images.flatMap((image) => image.layers).filter(({ chainId }) => match.held.has(chainId))
  const held = new Set(layers.map(({ diffId }) => diffId))
  return [...reach(going, new Set())]
    .flatMap((digest) => blobs.get(digest) ?? [])
    .filter(({ digest, diffId = '' }) => !kept.has(digest) && !held.has(diffId))
    .reduce((sum, { bytes }) => sum + bytes, 0)
}

type Went = { readonly promised: number; readonly before: DiskBytes; readonly after: DiskBytes }
const kept = ({ promised, before, after }: Went) => wentAsPromised(promised, before, after)

it('finds on a real engine every layer that the build cache keeps, and no other', async () => {
  const { base, a, b, loaded } = await make()
  const client = await engine()
  const { images, match } = await look(client, [base, a, b, loaded])
  const [, ofA, ofB, ofLoaded] = images
  for (const { chainId } of [...(ofA?.layers ?? []), ...(ofB?.layers ?? [])]) {
    expect(match.held.get(chainId)?.certainty).toBe('exact')
  }
  for (const { chainId } of ofLoaded?.layers ?? []) expect(match.held.has(chainId)).toBe(false)
  expect(match.unsure).toBe(false)
})

it('tells to the byte what an image gives back while its records stay, and what the records give back then', async () => {
  const { base, a, b, loaded } = await make()
  const client = await engine()
  const world = await look(client, [base, a, b, loaded])
  const { images, match } = world
  const [ofBase, ofA, ofB] = images
  const others = new Set([...(ofBase?.layers ?? []), ...(ofB?.layers ?? [])].map(({ chainId }) => chainId))
  const alone = (ofA?.layers ?? []).filter(({ chainId }) => !others.has(chainId))
  expect(alone).toHaveLength(2)
  const freed = alone
    .filter(({ chainId }) => match.held.get(chainId)?.keeps !== 'layer')
    .reduce((sum, { bytes = 0 }) => sum + bytes, 0)
  expect(freed > 0).toBe(sandbox().store === 'containerd')

  const before = await diskBytes(client)
  await docker('rmi', a)
  const between = await diskBytes(client)
  expect({ promised: freed, before, after: between }).toSatisfy(kept)
  expect(before.blobs - between.blobs).toBe(blobsFreed(world, images[1]?.id ?? ''))
  const layerBlobs = alone.reduce((sum, { blobBytes = 0 }) => sum + blobBytes, 0)

  const chains = new Set(alone.map(({ chainId }) => chainId))
  const records = match.records.filter(({ chainId }) => chainId !== undefined && chains.has(chainId))
  expect(records).toHaveLength(2)
  const pruned = await client.pruneBuildCache(
    records.map(({ record }) => record.id),
    {},
  )
  expect(pruned.kept).toEqual([])
  const after = await diskBytes(client)
  const ownFiles = records.reduce((sum, { ownBytes }) => sum + ownBytes, 0)
  const layerFiles = alone.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
  const promised = sandbox().store === 'classic' ? layerFiles : ownFiles
  expect({ promised, before: between, after }).toSatisfy(kept)
  expect(between.blobs - after.blobs).toBe(layerBlobs)
})

it('tells that records give back their own files only while the image stays', async () => {
  const { base, a, b, loaded } = await make()
  const client = await engine()
  const { images, match } = await look(client, [base, a, b, loaded])
  const top = images[1]?.layers.at(-1)?.chainId
  const [leaf] = match.records.filter(({ chainId }) => chainId === top)
  expect(leaf).toBeDefined()
  const before = await diskBytes(client)
  await client.pruneBuildCache([leaf?.record.id ?? ''], {})
  const after = await diskBytes(client)
  expect({ promised: leaf?.ownBytes ?? -1, before, after }).toSatisfy(kept)
  expect(after.blobs).toBe(before.blobs)
  expect(leaf?.ownBytes === 0).toBe(sandbox().store === 'classic')
})

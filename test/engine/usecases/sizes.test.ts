import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageId } from '@shared/domain/image'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineClient } from '../../../main/ports/engineClient'
import { countingProxy } from '../adapter/support'
import { forgetBuilds } from '../support/buildHistory'
import { type DiskBytes, diskBytes, wentAsPromised } from '../support/diskBytes'
import { eventually } from '../support/eventually'
import { anImage, build, busyboxLayer, fileLayer, imageId, type Layer, load } from '../support/images'
import { randomOf } from '../support/random'
import { docker, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { allRows, app, classicBuild } from './support'

const [bottom, tools, extra] = [
  fileLayer('bottom', 400_000),
  fileLayer('tools', 90_000),
  fileLayer('extra', 12_345),
]

const buildKit = { env: { DOCKER_BUILDKIT: '1' }, args: ['--network', 'none'] }

/** Destroys everything on its engine. */
beforeAll(async () => {
  await emptySandbox()
  await forgetBuilds()
  const base = [bottom, tools]
  await load([
    anImage({ tags: ['base:1'], layers: base }),
    anImage({ tags: ['api:1', 'api:also'], layers: [...base, fileLayer('api', 30_000)] }),
    anImage({ tags: ['api:2'], layers: [...base, extra, fileLayer('api', 31_000)] }),
    anImage({ tags: ['web:1'], layers: [...base, extra, fileLayer('web', 7_000), fileLayer('more', 500)] }),
    // The same layers and another config.
    anImage({ tags: ['twin:1'], layers: [...base, extra], config: { Cmd: ['other'] } }),
    // The same layer as in the others, on nothing, and twice: three folders on the disk.
    anImage({ tags: ['lone:1'], layers: [tools, bottom, tools] }),
    // Steps without bytes that may be layers or not.
    anImage({
      tags: ['steps:1'],
      steps: [
        { createdBy: 'COPY a / # buildkit', layer: bottom },
        { createdBy: 'ENV A=1' },
        { createdBy: 'COPY b / # buildkit', layer: fileLayer('steps', 4_000) },
        { createdBy: 'CMD ["sh"]' },
      ],
    }),
    anImage({ tags: ['shell:1'], layers: [await busyboxLayer()] }),
  ])
})
afterAll(async () => await emptySandbox())

/** Bytes of each layer by all that is below it, from `docker history` and `docker inspect` alone. */
async function truth(
  client: EngineClient,
  ids: readonly ImageId[],
): Promise<Map<ImageId, Map<string, number>>> {
  const found = new Map<ImageId, Map<string, number>>()
  for (const id of ids) {
    const layers: string[] = JSON.parse(await docker('inspect', '--format', '{{json .RootFS.Layers}}', id))
    const history = await client.imageHistory(id, {})
    const sizes = history.map(({ size }) => size).filter((size) => size > 0)
    expect(sizes).toHaveLength(layers.length)
    const keys = layers.map((_, index) => layers.slice(0, index + 1).join())
    found.set(id, new Map(keys.map((key, index) => [key, [...sizes].reverse()[index] ?? 0])))
  }
  return found
}

/**
 * Images that keep their unpacked files: on the containerd store by a label of their config, which one that was loaded when
 * its layers were all there does not get (docs/engine-facts-disk.md).
 */
async function keepers(client: EngineClient, ids: readonly ImageId[]): Promise<readonly ImageId[]> {
  const content = await client.contentStore({})
  if (content === undefined) return ids
  const isLabelled = (digest: string): boolean => {
    const { chainId, children = [] } = content.blobs.get(digest) ?? {}
    return chainId !== undefined || children.some(isLabelled)
  }
  return ids.filter(isLabelled)
}

/** The layer as it is stored; 0 on the classic store. */
async function blobBytes(client: EngineClient, { diffId }: Layer): Promise<number> {
  const blobs = [...((await client.contentStore({}))?.blobs.values() ?? [])]
  return blobs.find((blob) => blob.diffId === diffId || blob.digest === diffId)?.bytes ?? 0
}

function union(stacks: readonly ReadonlyMap<string, number>[]): number {
  const all = new Map(stacks.flatMap((stack) => [...stack]))
  return [...all.values()].reduce((sum, bytes) => sum + bytes, 0)
}

describe('sizes', () => {
  test('of every image are what the engine itself says of them', async () => {
    const { images, client } = await app()
    const view = await images.sizes.view()
    const usage = await client().diskUsage({})
    expect(view.unread).toBe(0)
    const lone = await imageId('lone:1')
    const doubled = await blobBytes(client(), tools)
    for (const { id, size, sharedSize = 0 } of usage.images) {
      const unique = view.unique(id)
      expect(view.stored([id])).toMatchObject({ about: [] })
      if (view.store === 'classic') expect(unique).toEqual({ files: size - sharedSize, blobs: 0, about: [] })
      else {
        const { files, blobs } = view.stored([id])
        // One image has a layer twice: two folders, one blob, which the engine's list counts twice.
        expect(files + blobs).toBe(id === lone ? size - doubled : size)
        // The engine's shared size is of unpacked files alone (docs/engine-facts-disk.md).
        expect(files - (unique?.files ?? 0)).toBe(sharedSize)
        expect(unique?.about).toEqual([])
      }
    }
    const all = view.stored(usage.images.map(({ id }) => id))
    if (view.store === 'classic') expect(all).toEqual({ files: usage.layersSize, blobs: 0, about: [] })
    // With no container and no build cache: all snapshots, and all blobs of images, shared ones once.
    else expect(all.files + all.blobs).toBe(usage.layersSize)
  })

  test('of any set of images are the layers of the set, each once, and what goes with it', async () => {
    const { images, client } = await app()
    const view = await images.sizes.view()
    const rows = (await allRows(images)).map(({ id }) => id)
    const stacks = await truth(client(), rows)
    const keeping = await keepers(client(), rows)
    const random = randomOf(Number(process.env.STRATA_SEED ?? Date.now()))
    for (let round = 0; round < 40; round += 1) {
      const set = rows.filter(() => random.next() < 0.4)
      const rest = keeping.filter((id) => !set.includes(id))
      const of = (ids: readonly ImageId[]) => union(ids.map((id) => stacks.get(id) ?? new Map()))
      expect(view.stored(set).files).toBe(of(set))
      const { freed, staysInImages } = view.reclaim({ images: set })
      expect(freed.files).toBe(of([...set, ...rest]) - of(rest))
      expect(staysInImages.files).toBe(of(set) - freed.files)
    }
  })

  test('are in the rows, and follow what happens', async () => {
    const { images } = await app()
    await images.sizes.view()
    const rowOf = async (tag: string) => (await allRows(images)).find(({ tags }) => tags.includes(tag))
    await eventually(async () => expect((await rowOf('web:1'))?.unique).toBeGreaterThan(7_000))
    const before = (await rowOf('twin:1'))?.unique ?? -1
    await docker('rmi', 'api:2', 'web:1')
    // `extra` is nobody else's now.
    await eventually(async () => {
      expect((await rowOf('twin:1'))?.unique).toBeGreaterThanOrEqual(before + 12_345)
    })
  })

  test('name who keeps what stays', async () => {
    const { images } = await app()
    await images.sizes.view()
    const { sums } = await images.sums({ sets: [[await imageId('api:1')]] })
    expect(sums[0]).toMatchObject({ count: 1, because: { name: 'base:1' } })
    expect(sums[0]?.because?.bytes).toBe(sums[0]?.reclaim.staysInImages.files)
  })

  test('know the containers that keep layers', async () => {
    const { images } = await app()
    const id = await imageId('shell:1')
    const container = await docker('create', 'shell:1', 'true')
    await eventually(async () => {
      const { staysInContainers, freed } = (await images.sizes.view()).reclaim({ images: [id] })
      expect(staysInContainers.files).toBe((await images.sizes.view()).stored([id]).files)
      expect(freed.files).toBe(0)
    })
    await docker('rm', container)
  })

  test('count half-way images of the classic builder for nobody', async () => {
    const id = await classicBuild('FROM base:1\nLABEL a=1\nWORKDIR /one\nWORKDIR /two\n')
    const { images } = await app()
    const view = await images.sizes.view()
    const base = await imageId('base:1')
    expect(view.stored([id, base]).files).toBe(view.stored([id]).files)
    expect(view.unique(id)?.files).toBe(view.stored([id]).files - view.stored([base]).files)
    await docker('rmi', id)
  })

  test('tell to the byte what leaves the disk, and what leaves it with the build cache only', async () => {
    const [a, b] = [`${uniqueName('a')}:1`, `${uniqueName('b')}:1`]
    const files = { one: 'a'.repeat(50_000), two: 'b'.repeat(60_000), three: 'c'.repeat(70_000) }
    await build(a, { Dockerfile: 'FROM base:1\nCOPY one /one\nCOPY two /two\n', ...files }, buildKit)
    await build(b, { Dockerfile: 'FROM base:1\nCOPY one /one\nCOPY three /three\n', ...files }, buildKit)
    const { images, client } = await app()
    const going = await imageId(a)
    const fresh = async () => await images.sizes.view({ holders: 'fresh' })
    const look = async () => (await fresh()).reclaim({ images: [going] })
    const predicted = await look()
    expect(predicted.about).toEqual([])
    expect(predicted.staysInBuildCache.files > 0).toBe(sandbox().store === 'classic')
    const before = await diskBytes(client())
    await docker('rmi', a)
    const between = await diskBytes(client())
    const kept = (went: { promised: number; before: DiskBytes; after: DiskBytes }) =>
      wentAsPromised(went.promised, went.before, went.after)
    expect({ promised: predicted.freed.files, before, after: between }).toSatisfy(kept)
    expect(before.blobs - between.blobs).toBe(predicted.freed.blobs)

    const { buildCache } = await client().diskUsage({})
    const gone = buildCache.filter(({ shared, type }) => type === 'regular' && !shared).map(({ id }) => id)
    expect(gone.length).toBeGreaterThan(0)
    await eventually(async () => expect((await fresh()).stored([going]).files).toBe(0))
    const withRecords = (await fresh()).reclaim({ images: [], cacheRecords: gone })
    await client().pruneBuildCache(gone, {})
    const after = await diskBytes(client())
    expect({ promised: withRecords.freed.files, before: between, after }).toSatisfy(kept)
    expect(between.blobs - after.blobs).toBe(withRecords.freed.blobs)
    await docker('rmi', b)
    await docker('builder', 'prune', '--all', '--force')
  })

  test('tell that files go with the image that brought them, though one loaded later has the same layers', async () => {
    const layers = [fileLayer('first', 200_000)]
    const [first, twin] = [`${uniqueName('first')}:1`, `${uniqueName('twin')}:1`]
    // One after the other: in one archive the engine may take either first.
    await load([anImage({ tags: [first], layers })])
    await load([anImage({ tags: [twin], layers, config: { Cmd: ['other'] } })])
    const { images, client } = await app()
    const predicted = (await images.sizes.view()).reclaim({ images: [await imageId(first)] })
    expect(predicted.freed.files > 0).toBe(sandbox().store === 'containerd')
    const before = await diskBytes(client())
    await docker('rmi', first)
    const after = await diskBytes(client())
    const of = ({ files, blobs }: { readonly files: number; readonly blobs: number }) => ({ files, blobs })
    expect({ files: before.files - after.files, blobs: before.blobs - after.blobs }).toEqual(
      of(predicted.freed),
    )
    await docker('rmi', twin)
  })

  test('are read once ever: after a restart no image is asked for again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-sizes-'))
    const before = await app(undefined, folder)
    const sums = async (images: typeof before.images) => {
      const view = await images.sizes.view()
      return (await allRows(images)).map(({ id }) => [id, view.unique(id), view.stored([id])])
    }
    const first = await sums(before.images)
    await before.images.close()
    const proxy = await countingProxy()
    const after = await app(proxy.host, folder)
    expect(await sums(after.images)).toEqual(first)
    expect(proxy.requests.filter((line) => /images\/[^/]+\/(?:json|history)/.test(line))).toEqual([])
    const [only] = await load([anImage({ layers: [bottom, fileLayer('late', 2_000)] })])
    await eventually(async () => {
      expect((await after.images.sizes.view()).unique(only ?? '')?.files).toBeGreaterThanOrEqual(2_000)
    })
    const asked = proxy.requests.filter((line) => /images\/[^/]+\/(?:json|history)/.test(line))
    expect(asked.every((line) => line.includes((only ?? '').slice(7)))).toBe(true)
    expect(sandbox().store === 'classic' ? asked.length : 0).toBeLessThanOrEqual(2)
    await docker('rmi', only ?? '')
  })
})

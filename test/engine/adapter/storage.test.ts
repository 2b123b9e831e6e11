import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildCacheRecord } from '@shared/domain/disk'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EngineClient } from '../../../main/ports/engineClient'
import { buildsWritten, forgetBuilds } from '../support/buildHistory'
import { eventually } from '../support/eventually'
import { anImage, build, fileLayer, load, runnableImage, stoppedContainer } from '../support/images'
import { docker, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { engine, errorOf } from './support'

// Destroys everything in the sandbox, which holds nothing but what tests made.
beforeAll(async () => {
  await emptySandbox()
  await forgetBuilds()
})
beforeEach(async () => await emptySandbox())

const buildKit = { env: { DOCKER_BUILDKIT: '1' }, args: ['--network', 'none'] }

async function steps(client: EngineClient): Promise<readonly BuildCacheRecord[]> {
  const { buildCache } = await client.diskUsage({})
  return buildCache.filter(({ type }) => type === 'regular')
}

/** Three layers on a base, built; answers the ids of their records from the base's on. */
async function chainOfRecords(client: EngineClient): Promise<readonly string[]> {
  const base = await runnableImage()
  const dockerfile = `FROM ${base}\nCOPY one /one\nCOPY two /two\nCOPY three /three\n`
  const files = { one: 'a'.repeat(5000), two: 'b'.repeat(6000), three: 'c'.repeat(7000) }
  await build(`${uniqueName()}:1`, { Dockerfile: dockerfile, ...files }, buildKit)
  const records = await steps(client)
  const chain: string[] = []
  let last = records.find(({ parents }) => parents.length === 0)
  while (last !== undefined) {
    const { id } = last
    chain.push(id)
    last = records.find(({ parents }) => parents[0] === id)
  }
  return chain
}

describe('records of the build cache', () => {
  it('go one by one, leaves first whatever the order they are named in, and no others with them', async () => {
    const client = await engine()
    const [base = '', one = '', two = '', three = ''] = await chainOfRecords(client)
    expect(three).not.toBe('')
    // Copies of a context come and go with their builds.
    const regular = async () =>
      (await client.diskUsage({})).buildCache.flatMap(({ id, type }) => (type === 'regular' ? [id] : []))
    const others = await regular()
    expect(await client.pruneBuildCache([two, three], {})).toEqual({ gone: [two, three], kept: [] })
    const left = await regular()
    expect(left.toSorted()).toEqual(others.filter((id) => id !== two && id !== three).toSorted())
    expect(left).toEqual(expect.arrayContaining([base, one]))
  })

  it('stay when others are made from them, and the answer says so', async () => {
    const client = await engine()
    const [base = '', one = ''] = await chainOfRecords(client)
    expect(await client.pruneBuildCache([base, one], {})).toEqual({
      gone: [],
      kept: [
        { id: base, why: 'children' },
        { id: one, why: 'children' },
      ],
    })
  })

  it('are never matched by a part of an id, and one that is gone counts as gone', async () => {
    const client = await engine()
    const chain = await chainOfRecords(client)
    const leaf = chain.at(-1) ?? ''
    const before = await steps(client)
    const strange = [leaf.slice(0, 12), '.*', '', '0'.repeat(25)]
    expect(await client.pruneBuildCache(strange, {})).toEqual({ gone: strange, kept: [] })
    expect(await steps(client)).toHaveLength(before.length)
    await client.pruneBuildCache([leaf], {})
    expect(await client.pruneBuildCache([leaf], {})).toEqual({ gone: [leaf], kept: [] })
  })
})

describe('a container', () => {
  it('can be removed with its anonymous volumes left, stopped ones only', async () => {
    const client = await engine()
    const image = await runnableImage()
    // Others may have left some of theirs.
    const volumes = async () => (await docker('volume', 'ls', '--quiet')).split('\n').filter(Boolean).sort()
    const before = await volumes()
    const stopped = await stoppedContainer(image, '--volume', '/data')
    const mounted = await volumes()
    expect(mounted).toHaveLength(before.length + 1)
    expect(await client.runs.remove(stopped, { force: false, keepVolumes: true })).toBe(true)
    expect(await client.runs.remove(stopped, { force: false, keepVolumes: true })).toBe(false)
    expect(await volumes()).toEqual(mounted)
    const running = await docker('run', '--detach', '--init', image, '/bin/sleep', '1000')
    const failure = await errorOf(client.runs.remove(running, { force: false, keepVolumes: true }))
    expect(failure?.code).toBe('CONTAINER_RUNNING')
  })
})

const isContainerd = sandbox().store === 'containerd'

/** Blobs as the file system has them; only an engine of our own lets us look. */
async function blobsOnDisk(): Promise<ReadonlyMap<string, number>> {
  const root = dirname(sandbox().socketPath)
  const folder = join(root, 'containerd/io.containerd.content.v1.content/blobs/sha256')
  const names = await readdir(folder).catch(() => [])
  return new Map(names.map((name) => [`sha256:${name}`, statSync(join(folder, name)).size]))
}

describe('what the content store holds', () => {
  it.skipIf(isContainerd)('is not told by the classic store', async () => {
    const client = await engine()
    await load([anImage()])
    expect(await client.contentSizes({})).toBeUndefined()
    expect(await client.contentStore({})).toBeUndefined()
  })

  it.runIf(isContainerd)('equals the files on the disk, blob by blob', async () => {
    const client = await engine()
    await chainOfRecords(client)
    await load([anImage({ layers: [fileLayer('a', 300_000), fileLayer('b', 4_000)] })])
    await buildsWritten()
    const content = await client.contentStore({})
    const told = new Map([...(content?.blobs ?? [])].map(([digest, { bytes }]) => [digest, bytes]))
    expect(told).toEqual(await blobsOnDisk())
  })

  it.runIf(isContainerd)(
    'adds up to what each image says of its manifests, and tells layers and chains',
    async () => {
      const client = await engine()
      await chainOfRecords(client)
      const [images, content] = await Promise.all([client.contentSizes({}), client.contentStore({})])
      const blobs = content?.blobs ?? new Map()
      const below = (digest: string): number =>
        (blobs.get(digest)?.bytes ?? 0) +
        (blobs.get(digest)?.children ?? []).reduce((sum: number, child: string) => sum + below(child), 0)
      expect(images?.size).toBe(2)
      for (const image of images?.values() ?? []) {
        for (const { digest, contentBytes } of image.manifests) expect(contentBytes).toBe(below(digest))
        const whole = image.manifests.reduce((sum, { contentBytes }) => sum + contentBytes, image.indexBytes)
        expect(below(image.id)).toBe(whole)
        const unpacked = image.manifests.reduce((sum, { unpackedBytes = 0 }) => sum + unpackedBytes, 0)
        expect(image.size).toBe(whole - image.indexBytes + unpacked)
        expect(image.manifests.some(({ kind }) => kind === 'image')).toBe(true)
      }
      const layers = [...blobs.values()].filter(({ diffId }) => diffId !== undefined)
      expect(layers).toHaveLength(4)
    },
  )

  it.runIf(isContainerd)(
    'says what the history of builds keeps: exactly that is left when image and cache are gone',
    async () => {
      const client = await engine()
      await emptySandbox()
      await buildsWritten()
      // Pulls that broke off before keep what they had, for a day.
      const history = (await client.contentStore({}))?.keptByHistory
      const broken = [...(await blobsOnDisk()).keys()].filter((digest) => history?.has(digest) === false)
      await chainOfRecords(client)
      await buildsWritten()
      const content = await client.contentStore({})
      await emptySandbox()
      const left = async () => new Set((await blobsOnDisk()).keys())
      for (const digest of content?.keptByHistory ?? []) expect(await left()).toContain(digest)
      // What nobody keeps goes in the engine's own time.
      await eventually(async () => {
        const now = await client.contentStore({})
        expect(await left()).toEqual(new Set([...(now?.keptByHistory ?? []), ...broken]))
      })
    },
  )
})

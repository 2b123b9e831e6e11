import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { archiveSink } from '../../../main/contents/copy/archiveSink'
import { copyImage, copyWhole } from '../../../main/contents/copy/copyImage'
import { engineSink } from '../../../main/contents/copy/engineSink'
import { createRegistryDoor } from '../../../main/registry/openRegistry'
import { blobPath, type Files, layerTar, layoutOf, sha256, tarOfFiles } from '../../builders/ociLayout'
import { engine } from '../adapter/support'
import { anImage, fileLayer, imageId, load, saved } from '../support/images'
import { docker, dockerResult, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { never, pushLayout } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterAll(async () => await emptySandbox())

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'strata-copy-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function open(bytes: Buffer) {
  const path = join(folder(), 'source')
  writeFileSync(path, bytes)
  const source = await openArchive(path, { signal: never })
  onTestFinished(async () => await source.close())
  return source
}

const diffIdsOf = async (reference: string) =>
  JSON.parse(await docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', reference))

test('an image of the engine in a file: docker loads it, and it is the same', async () => {
  const tag = `${uniqueName()}:1`
  await load([anImage({ tags: [tag], layers: [fileLayer('a', 300_000), fileLayer('b', 2_000)] })])
  const id = await imageId(tag)
  const diffIds = await diffIdsOf(tag)
  const client = await engine()
  const path = join(folder(), 'copy.tar')
  const source = openSaveStream((signal) => client.transfers.save([tag], { signal }), [tag])
  await copyImage(source, undefined, archiveSink(path), { signal: never })
  await docker('rmi', '--force', tag)
  await docker('load', '--input', path)
  expect(await diffIdsOf(tag)).toEqual(diffIds)
  if (sandbox().store === 'classic') expect(await imageId(tag)).toBe(id)
  const copied = await openArchive(path, { signal: never })
  onTestFinished(async () => await copied.close())
  if (copied.type !== 'randomAccess') throw new Error('it is a tar')
  const { images } = await copied.content({ signal: never })
  expect(images).toMatchObject([{ references: [tag], problems: [] }])
})

test.each(['tar', 'packed'])('an image of a %s in the engine, whatever wrote it', async (way) => {
  const oci = layoutOf([{ name: 'docker.io/library/strata-oci:1', layers: ['one', 'two'] }])
  const tag = `${uniqueName()}:1`
  await load([anImage({ tags: [tag], layers: [fileLayer('c', 100_000)] })])
  const own = await saved(tag)
  const client = await engine()
  for (const bytes of [tarOfFiles(oci.files), own]) {
    const source = await open(way === 'tar' ? bytes : gzipSync(bytes))
    const content =
      source.type === 'onePass'
        ? await source.read(async () => await Promise.resolve(undefined), { signal: never })
        : await source.content({ signal: never })
    const [image] = content.images
    const references = [`${uniqueName()}:2`]
    const [reference = ''] = references
    const sink = engineSink((archive, asked) => client.transfers.load(archive, asked), reference)
    const report = await copyImage(source, image, sink, { signal: never, references })
    expect(report.loaded.length).toBeGreaterThan(0)
    expect(await diffIdsOf(reference)).toEqual(image?.config.diffIds)
    // The containerd store names an image by its manifest.
    const isSame = [image?.configDigest, image?.id].includes(await imageId(reference))
    expect(isSame || image?.manifestDigest === undefined).toBe(true)
  }
})

test('nothing comes into the engine of a copy that breaks', async () => {
  const { files } = layoutOf([{ name: 'docker.io/library/strata-broken:1', layers: ['one', 'two'] }])
  const broken = new Map([...files].map(([path, bytes]) => [path, flipped(path, bytes)] as const))
  const client = await engine()
  const source = await open(tarOfFiles(broken))
  if (source.type !== 'randomAccess') throw new Error('it is a tar')
  const [image] = (await source.content({ signal: never })).images
  const reference = `${uniqueName()}:1`
  const sink = engineSink((archive, asked) => client.transfers.load(archive, asked), reference)
  const copying = copyImage(source, image, sink, { signal: never, references: [reference] })
  await expect(copying).rejects.toMatchObject({ error: { code: 'SOURCE_DIGEST_MISMATCH' } })
  expect((await dockerResult(['image', 'inspect', reference])).code).not.toBe(0)
})

/** The second layer only: the first goes through, then it breaks. */
function flipped(path: string, bytes: Buffer): Buffer {
  if (path !== blobPath(sha256(gzipSync(layerTar('two'))))) return bytes
  const changed = Buffer.from(bytes)
  changed[40] = (changed[40] ?? 0) ^ 1
  return changed
}

test('layers that are packed with zstd stay so, and every engine loads them', async () => {
  const tar = layerTar('one')
  const packed = execFileSync('zstd', ['-q', '-c'], { input: tar })
  const { files } = layoutOf([{ name: 'docker.io/library/strata-zstd:1', layers: ['one'] }])
  const source = await open(tarOfFiles(withLayer(files, packed)))
  if (source.type !== 'randomAccess') throw new Error('it is a tar')
  const [image] = (await source.content({ signal: never })).images
  expect(image).toMatchObject({ problems: [], layers: [{ packing: 'zstd' }] })
  const client = await engine()
  const reference = `${uniqueName()}:1`
  const sink = engineSink((archive, asked) => client.transfers.load(archive, asked), reference)
  await copyImage(source, image, sink, { signal: never, references: [reference] })
  expect(await diffIdsOf(reference)).toEqual([sha256(tar)])
})

function withLayer(files: Files, packed: Buffer): Files {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const index = JSON.parse(files.get('index.json')?.toString() ?? '')
  const manifest = JSON.parse(files.get(blobPath(index.manifests[0].digest))?.toString() ?? '')
  manifest.layers = [
    {
      mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
      digest: sha256(packed),
      size: packed.length,
    },
  ]
  const changed = json(manifest)
  index.manifests[0] = { ...index.manifests[0], digest: sha256(changed), size: changed.length }
  return new Map([
    ...files,
    [blobPath(sha256(packed)), packed],
    [blobPath(sha256(changed)), changed],
    ['index.json', json(index)],
  ])
}

/** Blobs of a tar, as `sha256:<hex>`. */
const blobsIn = (path: string) =>
  execFileSync('tar', ['-tf', path])
    .toString()
    .split('\n')
    .flatMap((name) => (/^blobs\/sha256\/[0-9a-f]{64}$/.test(name) ? [name] : []))
    .sort()

test('an index goes from a registry into a file and into the engine with every digest, and out of it again', async () => {
  const name = uniqueName('whole')
  const layout = layoutOf(
    [
      { name: `docker.io/library/${name}:1`, layers: ['one', 'two'] },
      { platform: 'linux/arm64', layers: ['one', 'three'] },
    ],
    { asIndex: true },
  )
  const reference = await pushLayout(layout, name, '1')
  const index = JSON.parse(layout.files.get('index.json')?.toString() ?? '').manifests[0].digest
  const expected = [...layout.files.keys()].filter((path) => path.startsWith('blobs/')).sort()
  const door = createRegistryDoor({ env: process.env, userAgent: 'Strata/test' })
  onTestFinished(() => door.close())
  const registry = door.reader().open(reference)
  const [image] = (await registry.content({ signal: never })).images
  const path = join(folder(), 'registry.tar')
  const from = { source: registry, image, whole: { type: 'blobs' as const, source: registry } }
  await copyWhole(from, openSaveStream, archiveSink(path), { signal: never })
  expect(blobsIn(path)).toEqual(expected)

  const client = await engine()
  const file = await openArchive(path, { signal: never })
  onTestFinished(async () => await file.close())
  if (file.type !== 'randomAccess') throw new Error('it is a tar')
  const [known] = (await file.content({ signal: never })).images
  const sink = engineSink((archive, asked) => client.transfers.load(archive, asked), reference)
  const whole = { source: file, image: known, whole: { type: 'blobs' as const, source: file } }
  const report = await copyWhole(whole, openSaveStream, sink, { signal: never })
  expect(report.loaded.length).toBeGreaterThan(0)
  expect(await diffIdsOf(reference)).toEqual(image?.config.diffIds)
  // A classic store keeps the one image that the copy names for it.
  if (sandbox().store === 'classic') return expect(await imageId(reference)).toBe(image?.configDigest)
  expect(await imageId(reference)).toBe(index)

  const back = join(folder(), 'engine.tar')
  const bytes = (signal: AbortSignal) => client.transfers.save([reference], { signal })
  const saved = { type: 'passing' as const, bytes, wanted: [reference] }
  const source = openSaveStream(bytes, [reference])
  await copyWhole({ source, image: undefined, whole: saved }, openSaveStream, archiveSink(back), {
    signal: never,
  })
  expect(blobsIn(back)).toEqual(expected)
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { SourcedImage } from '@shared/domain/imageSource'
import type { TransferMessage } from '@shared/domain/transferMessages'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openArchive } from '../../../../main/archive/openArchive'
import { openSaveStream } from '../../../../main/archive/openSaveStream'
import { archiveSink } from '../../../../main/contents/copy/archiveSink'
import { copyImage, copyWhole } from '../../../../main/contents/copy/copyImage'
import { engineSink } from '../../../../main/contents/copy/engineSink'
import type { WholeCopy } from '../../../../main/contents/places/place'
import type { ImageSource, SourceContent } from '../../../../main/ports/imageSource'
import { archiveOf, layerOf } from '../../../../scripts/sandbox/images/archive.mjs'
import { blobPath, layerTar, layoutOf, sha256, tarOfFiles, writeFiles } from '../../../builders/ociLayout'
import {
  collected,
  essence,
  failureOf,
  fileIn,
  inPieces,
  never,
  ownFolder,
  readFile,
  readStream,
} from '../../archive/support'

const folder = ownFolder()

const names = ['one', 'two', 'three']
const modern = () =>
  layoutOf([
    { name: 'docker.io/library/a:1', layers: ['one', 'two', 'one'] },
    { name: 'docker.io/library/b:1', layers: ['three'], packing: 'none' },
  ])
const old = () =>
  Buffer.concat([
    ...archiveOf([
      {
        tags: ['a:1', 'example.com/x/a:2'],
        config: {},
        steps: names.map((name) => ({
          createdBy: `COPY ${name}`,
          layer: layerOf([{ name, content: Buffer.alloc(3_000, name) }]),
        })),
      },
    ]),
  ])

async function contentOf(source: ImageSource): Promise<SourceContent> {
  if (source.type === 'randomAccess') return await source.content({ signal: never })
  return await source.read(async () => await Promise.resolve(undefined), { signal: never })
}

async function firstOf(source: ImageSource): Promise<SourcedImage> {
  const [image] = (await contentOf(source)).images
  if (image === undefined) throw new Error('there is an image')
  return image
}

let opened = 0
const open = async (bytes: Buffer) => {
  opened += 1
  const source = await openArchive(fileIn(folder(), bytes, `source-${opened}`), { signal: never })
  onTestFinished(async () => await source.close())
  return source
}
/** What is there beside the files that were opened. */
const left = () => readdirSync(folder()).filter((name) => !name.startsWith('source-'))
const target = () => join(folder(), 'copy.tar')

describe('a copy in a file', () => {
  it.each([
    ['an OCI archive', async () => await open(tarOfFiles(modern().files))],
    ['a packed OCI archive', async () => await open(gzipSync(tarOfFiles(modern().files)))],
    ['an archive of old', async () => await open(old())],
    ['a packed archive of old', async () => await open(gzipSync(old()))],
    ['a stream of an old engine', async () => openSaveStream(() => inPieces(old()), ['a:1'])],
  ])('of %s is the same image, as an OCI layout and for docker', async (_, make) => {
    const source = await make()
    const image = await firstOf(source)
    const bytes: { done: number; total: number }[] = []
    const progress = (step: { done: number; total: number }) => void bytes.push(step)
    const report = await copyImage(source, image, archiveSink(target()), { signal: never, progress })
    expect(report.bytes).toBe(readFileSync(target()).length)
    expect(bytes.at(-1)?.done).toBe(bytes.at(-1)?.total)
    const copy = await readFile(target())
    const { configDigest, references, config, layers } = image
    expect(essence(copy)).toMatchObject([
      {
        configDigest,
        references: [...references].sort(),
        problems: [],
        diffIds: layers.map(({ diffId }) => diffId),
      },
    ])
    if (image.manifestDigest !== undefined) expect(copy.content.images[0]?.id).toBe(image.id)
    expect(copy.content.images[0]?.config).toEqual(config)
    expect(copy.failures).toEqual([])
    const listed = execFileSync('tar', ['-tf', target()]).toString().trim().split('\n')
    expect(listed).toHaveLength(new Set(listed).size)
    expect(listed.slice(-3)).toEqual(['index.json', 'oci-layout', 'manifest.json'])
    expect(left()).toEqual(['copy.tar'])
  })

  it('can have all images, and other names', async () => {
    const source = await open(tarOfFiles(modern().files))
    await copyImage(source, undefined, archiveSink(target()), { signal: never })
    expect(essence(await readFile(target())).map(({ references }) => references)).toEqual([['a:1'], ['b:1']])
    const passing = await open(gzipSync(tarOfFiles(modern().files)))
    await copyImage(passing, undefined, archiveSink(target()), { signal: never })
    expect(essence(await readFile(target()))).toHaveLength(2)
    const references = ['new:2', 'example.com/y:3']
    await copyImage(source, await firstOf(source), archiveSink(target()), { signal: never, references })
    expect(essence(await readFile(target()))[0]?.references).toEqual([...references].sort())
  })

  it('leaves nothing of a copy that breaks, and the file that was there', async () => {
    const { files } = modern()
    for (const path of [...files.keys()].filter((name) => name.startsWith('blobs/'))) {
      const broken = Buffer.from(files.get(path) ?? '')
      const middle = Math.floor(broken.length / 2)
      broken[middle] = (broken[middle] ?? 0) ^ 1
      const tar = tarOfFiles(new Map([...files, [path, broken]]))
      for (const bytes of [tar, gzipSync(tar)]) {
        mkdirSync(join(folder(), 'place'), { recursive: true })
        const place = join(folder(), 'place', 'copy.tar')
        writeFileSync(place, 'as it was')
        const copying = async () => {
          const source = await open(bytes)
          // Seen when it was still whole.
          const known = await contentOf(await open(tarOfFiles(files)))
          for (const image of known.images)
            await copyImage(source, image, archiveSink(place), { signal: never })
        }
        expect(await failureOf(copying()), path).toMatch(/^SOURCE_/)
        expect(readdirSync(join(folder(), 'place'))).toEqual(['copy.tar'])
        const isSecond = readFileSync(place, 'latin1') !== 'as it was'
        // What broke may be of the second image alone.
        if (isSecond)
          expect(essence(await readFile(place))).toMatchObject([{ references: ['a:1'], problems: [] }])
      }
    }
  })

  it('is not made of what is not whole', async () => {
    const layout = modern()
    const layer = [...layout.files.keys()][1] ?? ''
    layout.files.delete(layer)
    const digest = layer.replace('blobs/', '').replace('/', ':')
    for (const bytes of [tarOfFiles(layout.files), gzipSync(tarOfFiles(layout.files))]) {
      const source = await open(bytes)
      const image = await firstOf(source)
      expect(await failureOf(copyImage(source, image, archiveSink(target()), { signal: never }))).toBe(
        `SOURCE_BLOB_MISSING ${digest}`,
      )
    }
    expect(blobPath(digest)).toBe(layer)
    expect(left()).toEqual([])
  })

  it('ends with an abort, without a trace', async () => {
    for (const bytes of [tarOfFiles(modern().files), gzipSync(tarOfFiles(modern().files))]) {
      const source = await open(bytes)
      const image = await firstOf(source)
      const abort = new AbortController()
      const copying = copyImage(source, image, archiveSink(target()), {
        signal: abort.signal,
        progress: () => abort.abort(new Error('enough')),
      })
      await expect(copying).rejects.toThrow('enough')
      expect(left()).toEqual([])
    }
  })
})

describe('a copy of everything', () => {
  const platforms = () =>
    layoutOf(
      [
        { name: 'docker.io/library/a:1', layers: ['one', 'two'] },
        { platform: 'linux/arm64', layers: ['one', 'three'] },
        { platform: 'linux/s390x', layers: ['four'], isAbsent: true },
      ],
      { asIndex: true },
    )
  const wholeOf = (bytes: Buffer): WholeCopy => ({
    type: 'passing',
    bytes: () => inPieces(bytes),
    wanted: [],
  })
  const blobsOf = async (path: string) => {
    const files = execFileSync('tar', ['-tf', path]).toString().trim().split('\n')
    return files.filter((name) => name.startsWith('blobs/')).sort()
  }
  const asked = { signal: never }

  it.each(['an archive', 'a folder', 'a packed archive'])(
    'of %s has each blob under its digest',
    async (what) => {
      const { files, manifests } = platforms()
      const tar = tarOfFiles(files)
      const source =
        what === 'an archive'
          ? await open(tar)
          : what === 'a folder'
            ? await openArchive(writeFiles(join(folder(), 'source-layout'), files), asked)
            : await open(gzipSync(tar))
      const content = await contentOf(source)
      const image = content.images.find(({ config }) => config.platform === 'linux/arm64')
      const whole = source.type === 'randomAccess' ? { type: 'blobs' as const, source } : wholeOf(tar)
      const totals: number[] = []
      const report = await copyWhole({ source, image, whole }, openSaveStream, archiveSink(target()), {
        signal: never,
        progress: ({ total }) => void totals.push(total),
      })
      expect(report.bytes).toBe(readFileSync(target()).length)
      expect(await blobsOf(target())).toEqual(
        [...files.keys()].filter((name) => name.startsWith('blobs/')).sort(),
      )
      const copy = await readFile(target())
      expect(copy.failures).toEqual([])
      expect(copy.content.tree).toEqual(content.tree)
      expect(copy.content.images.map(({ id, problems }) => ({ id, problems }))).toEqual(
        manifests.slice(0, 2).map((id) => ({ id, problems: [] })),
      )
      expect(left()).toEqual(['copy.tar'])
      if (source.type === 'onePass') return
      // What a classic store takes: the image that was looked at.
      const list = JSON.parse(execFileSync('tar', ['-xOf', target(), 'manifest.json']).toString())
      expect(list).toMatchObject([{ Config: blobPath(image?.configDigest ?? ''), RepoTags: ['a:1'] }])
      expect(totals.at(-1)).toBeGreaterThan(1_000)
    },
  )

  it('of an archive of old has all its images', async () => {
    const source = await open(old())
    if (source.type !== 'randomAccess') throw new Error('it is a tar')
    const from = { source, image: undefined, whole: { type: 'blobs' as const, source } }
    await copyWhole(from, openSaveStream, archiveSink(target()), asked)
    expect(essence(await readFile(target()))).toMatchObject([{ references: ['a:1', 'example.com/x/a:2'] }])
  })

  it('is not made of what is damaged, whatever it is, and of no image that lacks a layer', async () => {
    const { files } = platforms()
    for (const path of [...files.keys()].filter((name) => name.startsWith('blobs/'))) {
      const broken = Buffer.from(files.get(path) ?? '')
      broken[20] = (broken[20] ?? 0) ^ 1
      const tar = tarOfFiles(new Map([...files, [path, broken]]))
      for (const bytes of [tar, gzipSync(tar)]) {
        const copying = async () => {
          const source = await open(bytes)
          const whole = source.type === 'randomAccess' ? { type: 'blobs' as const, source } : wholeOf(tar)
          await copyWhole({ source, image: undefined, whole }, openSaveStream, archiveSink(target()), asked)
        }
        expect(await failureOf(copying()), path).toMatch(/^SOURCE_(?:DIGEST_MISMATCH|DOCUMENT)/)
        expect(left()).toEqual([])
      }
    }
    const lacking = new Map(files)
    lacking.delete(blobPath(sha256(gzipSync(layerTar('two')))))
    const source = await open(tarOfFiles(lacking))
    if (source.type !== 'randomAccess') throw new Error('it is a tar')
    const from = { source, image: undefined, whole: { type: 'blobs' as const, source } }
    expect(await failureOf(copyWhole(from, openSaveStream, archiveSink(target()), asked))).toMatch(
      /^SOURCE_BLOB_MISSING/,
    )
    expect(left()).toEqual([])
  })

  it('ends with an abort, without a trace', async () => {
    const tar = tarOfFiles(platforms().files)
    for (const bytes of [tar, gzipSync(tar)]) {
      const source = await open(bytes)
      const whole = source.type === 'randomAccess' ? { type: 'blobs' as const, source } : wholeOf(tar)
      const abort = new AbortController()
      const copying = copyWhole({ source, image: undefined, whole }, openSaveStream, archiveSink(target()), {
        signal: abort.signal,
        progress: () => abort.abort(new Error('enough')),
      })
      await expect(copying).rejects.toThrow('enough')
      expect(left()).toEqual([])
    }
  })
})

describe('a copy in an engine', () => {
  /** Keeps what it is sent, as an engine does, and names what it found at the end. */
  const engine = (sent: Buffer[], answer: readonly TransferMessage[] = [{ type: 'loaded', image: 'a:1' }]) =>
    async function* (archive: AsyncIterable<Uint8Array>): AsyncGenerator<TransferMessage, void> {
      sent.push(await collected(archive))
      yield* answer
    }

  it.each(['tar', 'packed'])('is loaded out of a %s with the digests that it has there', async (way) => {
    for (const bytes of [tarOfFiles(modern().files), old()]) {
      const source = await open(way === 'tar' ? bytes : gzipSync(bytes))
      const image = await firstOf(source)
      const sent: Buffer[] = []
      const report = await copyImage(source, image, engineSink(engine(sent), 'a:1'), { signal: never })
      expect(report).toEqual({ loaded: ['a:1'], bytes: sent[0]?.length })
      expect(essence(await readStream(sent[0] ?? Buffer.alloc(0), image.references))).toMatchObject([
        { configDigest: image.configDigest, problems: [] },
      ])
    }
  })

  it('says what was wrong with the bytes, not that the engine hung up', async () => {
    const { files } = modern()
    const [path = '', layer = Buffer.alloc(0)] = [...files][1] ?? []
    const broken = Buffer.from(layer)
    broken[50] = (broken[50] ?? 0) ^ 1
    const source = await open(tarOfFiles(new Map([...files, [path, broken]])))
    const sent: Buffer[] = []
    const digest = path.replace('blobs/', '').replace('/', ':')
    const copying = copyImage(source, await firstOf(source), engineSink(engine(sent), 'a:1'), {
      signal: never,
    })
    expect(await failureOf(copying)).toBe(`SOURCE_DIGEST_MISMATCH ${digest}`)
    const nothing = copyImage(
      await open(old()),
      await firstOf(await open(old())),
      engineSink(engine([], []), 'a:1'),
      { signal: never },
    )
    expect(await failureOf(nothing)).toBe('ARCHIVE_NO_IMAGE a:1')
  })
})

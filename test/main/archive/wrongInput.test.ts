import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { SourceProblem } from '@shared/domain/imageSource'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { fileHeader } from '../../../main/streams/tar/tarFile'
import { archiveOf, layerOf } from '../../../scripts/sandbox/images/archive.mjs'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import {
  blobPath,
  type Files,
  layerTar,
  layoutOf,
  sha256,
  tarOfFiles,
  withDockerManifest,
  writeFiles,
} from '../../builders/ociLayout'
import { zstdOf } from '../../builders/zstd'
import {
  codeOf,
  essence,
  failureOf,
  fileIn,
  inPieces,
  never,
  ownFolder,
  type ReadAll,
  readAll,
  readFile,
  readStream,
} from './support'

const folder = ownFolder()
const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** Every blob that something was said of, by an error or by a problem. */
async function blamed(reading: Promise<ReadAll>): Promise<readonly string[]> {
  try {
    const { content, failures } = await reading
    const problems = content.images.flatMap((image) => image.problems)
    return [
      ...[...problems, ...(content.problems ?? [])].map(blobOf),
      ...failures.map((failure) => failure.split(' ')[1] ?? ''),
    ]
  } catch (error) {
    return [codeOf(error).split(' ')[1] ?? '']
  }
}

function blobOf(problem: SourceProblem): string {
  return 'blob' in problem ? problem.blob : problem.type
}

/** The one index that `index.json` names. */
function indexIn(files: ReadonlyMap<string, Buffer>) {
  const read = (path: string): { readonly manifests: readonly { readonly digest: string }[] } =>
    JSON.parse(files.get(path)?.toString() ?? '')
  return read(blobPath(read('index.json').manifests[0]?.digest ?? ''))
}

const several = () =>
  layoutOf(
    [
      { name: 'docker.io/library/a:1', layers: ['one', 'two'] },
      { platform: 'linux/arm64', layers: ['one', 'three'], packing: 'none' },
    ],
    { asIndex: true },
  )

/** Each way in which the same files can be read. */
async function eachWay(files: Files, use: (reading: Promise<ReadAll>, way: string) => Promise<void>) {
  const tar = tarOfFiles(files)
  await use(readFile(fileIn(folder(), tar)), 'tar')
  await use(readFile(fileIn(folder(), gzipSync(tar))), 'packed')
  await use(readFile(writeFiles(join(folder(), `layout-${Math.random()}`), files)), 'folder')
  await use(readStream(tar), 'stream')
}

describe('bytes that are not what they should be', () => {
  it('names the blob for a flipped bit in any of them', async () => {
    const { files } = several()
    const blobs = [...files.keys()].filter((path) => path.startsWith('blobs/'))
    expect(blobs).toHaveLength(12)
    for (const path of blobs) {
      const bytes = files.get(path) ?? Buffer.alloc(0)
      for (const at of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const broken = Buffer.from(bytes)
        broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8))
        await eachWay(new Map([...files, [path, broken]]), async (reading, way) => {
          const digest = path.replace('blobs/', '').replace('/', ':')
          expect(await blamed(reading), `${way}: byte ${at} of ${path}`).toContain(digest)
        })
      }
    }
  })

  it('names the layer or the config of an archive of old for a flipped bit', async () => {
    const layers = ['one', 'two'].map((name) => layerOf([{ name, content: Buffer.alloc(3_000, name) }]))
    const steps = layers.map((layer) => ({ createdBy: 'COPY', layer }))
    const bytes = Buffer.concat([...archiveOf([{ tags: ['a:1'], config: {}, steps }])])
    const inside = [bytes.indexOf('one', 600), bytes.indexOf('two', 600), bytes.indexOf('"rootfs"') + 2]
    for (const at of inside) {
      const broken = Buffer.from(bytes)
      broken[at] = (broken[at] ?? 0) ^ 1
      for (const read of [
        async () => await readFile(fileIn(folder(), broken)),
        async () => await readFile(fileIn(folder(), gzipSync(broken))),
        async () => await readStream(broken),
      ]) {
        expect(await blamed(read()), `byte ${at}`).toContainEqual(
          expect.stringMatching(/^sha256:|layer\.tar$/),
        )
      }
    }
  })

  it('says of a cut file that it is cut, wherever it is', async () => {
    const tar = tarOfFiles(several().files)
    const packed = gzipSync(tar)
    for (const part of [0.05, 0.3, 0.5, 0.7, 0.9]) {
      const cut = tar.subarray(0, Math.floor(tar.length * part))
      expect(await failureOf(readFile(fileIn(folder(), cut, 'a')))).toBe('SOURCE_TRUNCATED a')
      expect(await failureOf(readStream(cut, ['b']))).toBe('SOURCE_TRUNCATED b')
      const cutPacked = packed.subarray(0, Math.floor(packed.length * part))
      expect(await failureOf(readFile(fileIn(folder(), cutPacked, 'c')))).toBe('SOURCE_TRUNCATED c')
    }
    // At the very end: the index is there, what it needs is too, but nobody knows what else should come.
    expect(await failureOf(readStream(tar.subarray(0, -1_024), ['b']))).toBe('SOURCE_TRUNCATED b')
    const withError = Buffer.concat([tar.subarray(0, -1_024), Buffer.from('{"errorDetail":{"message":"x"}}')])
    expect(await failureOf(readStream(withError, ['b']))).toBe('SOURCE_TRUNCATED b')
    expect(await failureOf(readStream(Buffer.concat([tar, Buffer.from('{"error":"x"}')]), ['b']))).toBe(
      'SOURCE_DAMAGED b',
    )
  })

  it('notices every flipped bit in what a whole archive is packed with', async () => {
    const tar = tarOfFiles(several().files)
    const expected = essence(await readStream(tar))
    const packed = gzipSync(tar)
    for (let at = 2; at < packed.length; at += Math.ceil(packed.length / 60)) {
      const broken = Buffer.from(packed)
      broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8))
      try {
        const read = await readFile(fileIn(folder(), broken, 'a'))
        // The header of a gzip says nothing that matters.
        if (at < 10) expect(essence(read)).toEqual(expected)
        else expect(await blamed(Promise.resolve(read)), `byte ${at}`).not.toEqual([])
      } catch (error) {
        expect(codeOf(error), `byte ${at}`).toMatch(/^SOURCE_/)
      }
    }
    const cutZstd = zstdOf(tar).subarray(0, tar.length / 2)
    expect(await failureOf(readFile(fileIn(folder(), cutZstd, 'z')))).toBe('SOURCE_TRUNCATED z')
  })

  it('names damage that is of no image that can be read', async () => {
    const { files, manifests } = layoutOf([{ name: 'docker.io/library/a:1' }, { platform: 'linux/arm64' }], {
      asIndex: true,
    })
    const index = indexIn(files)
    const broken = new Map(files)
    const spoil = (digest: string) => {
      const bytes = Buffer.from(files.get(blobPath(digest)) ?? '')
      bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1
      broken.set(blobPath(digest), bytes)
    }
    const [, arm, attestation] = index.manifests
    spoil(arm?.digest ?? '')
    spoil(attestation?.digest ?? '')
    const expected = [
      { type: 'digestMismatch', blob: arm?.digest, role: { type: 'manifest', of: 'linux/arm64' } },
      { type: 'digestMismatch', blob: attestation?.digest, role: { type: 'attestation', of: 'linux/amd64' } },
    ]
    const tar = tarOfFiles(broken)
    for (const { content } of [await readFile(fileIn(folder(), tar)), await readStream(tar)]) {
      expect(content.images.map(({ id, problems }) => ({ id, problems }))).toEqual([
        { id: manifests[0], problems: [] },
      ])
      expect(content.problems).toEqual(expected)
    }
  })

  it('shows what comes before a cut, where the manifests come first', async () => {
    const { files, manifests } = layoutOf([{ layers: ['one', 'two'], packing: 'none' }])
    const blobs = [...files].filter(([, bytes]) => bytes.length > 3_000)
    const rest = [...files].filter(([, bytes]) => bytes.length <= 3_000)
    const tar = tarOfFiles(new Map([...rest, ...blobs]))
    const { content, failures } = await readFile(fileIn(folder(), tar.subarray(0, tar.length - 3_000)))
    expect(content.images.map(({ id }) => id)).toEqual(manifests)
    const second = sha256(layerTar('two'))
    expect(content.images[0]?.problems).toEqual([{ type: 'digestMismatch', blob: second, layer: 1 }])
    expect(failures).toEqual([`SOURCE_TRUNCATED ${second}`])
  })
})

describe('documents that contradict each other', () => {
  const oneImage = (change: (config: Record<string, unknown>) => unknown) => {
    const tar = layerTar('one')
    const config = json(change({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(tar)] } }))
    const list = [{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['one.tar'] }]
    return tarOf([
      { name: 'one.tar', content: tar },
      { name: 'config.json', content: config },
      { name: 'manifest.json', content: json(list) },
    ])
  }
  const problemsOf = async (bytes: Buffer) => {
    const fromFile = await readFile(fileIn(folder(), bytes))
    expect(essence(await readStream(bytes))).toEqual(essence(fromFile))
    return fromFile.content.images.flatMap(({ problems }) => problems)
  }

  it('tells a history that does not fit, and a number of layers that differs', async () => {
    const history = [{ created_by: 'a' }, { created_by: 'b' }, { created_by: 'c', empty_layer: true }]
    expect(await problemsOf(oneImage((config) => ({ ...config, history })))).toEqual([
      { type: 'historyMismatch', layers: 1, steps: 2 },
    ])
    const diffIds = [sha256(layerTar('one')), sha256('x')]
    expect(await problemsOf(oneImage((config) => ({ ...config, rootfs: { diff_ids: diffIds } })))).toEqual([
      { type: 'layerCountMismatch', config: 2, manifest: 1 },
    ])
    expect(await problemsOf(oneImage((config) => config))).toEqual([])
  })

  it('takes the last of two equal keys, as engines do', async () => {
    const twice = json({}).toString().slice(0, -1)
    const tar = layerTar('one')
    const config = `${twice}"os":"windows","os":"linux","architecture":"amd64","rootfs":{"diff_ids":["${sha256(tar)}"]}}`
    const read = await readStream(
      tarOf([
        { name: 'one.tar', content: tar },
        { name: 'c', content: config },
        { name: 'manifest.json', content: json([{ Config: 'c', RepoTags: null, Layers: ['one.tar'] }]) },
      ]),
    )
    expect(read.content.images.map((image) => image.config.platform)).toEqual(['linux/amd64'])
  })

  it('follows no path out of the archive, and no loop', async () => {
    const config = json({ rootfs: { diff_ids: [sha256('x')] } })
    for (const layer of ['../../etc/passwd', '/etc/passwd', 'loop', 'a/../../../etc/passwd', '']) {
      const bytes = tarOf([
        { name: 'c.json', content: config },
        { name: 'loop', link: 'pool' },
        { name: 'pool', link: 'loop' },
        { name: 'manifest.json', content: json([{ Config: 'c.json', RepoTags: [], Layers: [layer] }]) },
      ])
      for (const read of [await readFile(fileIn(folder(), bytes)), await readStream(bytes)]) {
        expect(read.content.images[0]?.problems, layer).toMatchObject([{ type: 'missingBlob' }])
      }
      const place = writeFiles(
        join(folder(), `f${layer.length}`),
        new Map([
          ['c.json', config],
          ['manifest.json', json([{ Config: 'c.json', RepoTags: [], Layers: [layer] }])],
        ]),
      )
      expect((await readFile(place)).content.images[0]?.problems).toMatchObject([{ type: 'missingBlob' }])
    }
    const outside = tarOf([
      { name: 'manifest.json', content: json([{ Config: '../c.json', RepoTags: [], Layers: [] }]) },
    ])
    expect(await failureOf(readStream(outside))).toBe('SOURCE_BLOB_MISSING ../c.json')
  })

  const withManifest = (change: (manifest: Record<string, unknown>) => unknown, more: Files = new Map()) => {
    const { files, manifests } = layoutOf([{ layers: ['one'] }])
    const path = blobPath(manifests[0] ?? '')
    const changed = json(change(JSON.parse(files.get(path)?.toString() ?? '{}')))
    files.delete(path)
    const digest = sha256(changed)
    const manifest = { mediaType: 'x', digest, size: changed.length }
    files.set(blobPath(digest), changed)
    for (const [name, bytes] of more) files.set(name, bytes)
    return new Map([...files, ['index.json', json({ schemaVersion: 2, manifests: [manifest] })]])
  }

  it('does not fetch foreign layers, and says so', async () => {
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
    const foreign = { mediaType, digest: sha256('far'), size: 9, urls: ['http://example.com/'] }
    const files = withManifest((manifest) => ({ ...manifest, layers: [foreign] }))
    await eachWay(files, async (reading) => {
      const { content, failures } = await reading
      expect(content.images[0]).toMatchObject({
        layers: [{ isForeign: true }],
        problems: [{ type: 'foreignLayer', layer: 0 }],
      })
      expect(failures.every((failure) => failure.startsWith('SOURCE_BLOB_MISSING'))).toBe(true)
    })
  })

  it('says which layer is packed in a way that nobody knows', async () => {
    const odd = Buffer.from('BZh91AY&SY and so on, or nothing like it'.repeat(30))
    const entry = { mediaType: 'application/x.tar+bzip2', digest: sha256(odd), size: odd.length }
    const files = withManifest(
      (manifest) => ({ ...manifest, layers: [entry] }),
      new Map([[blobPath(entry.digest), odd]]),
    )
    await eachWay(files, async (reading, way) => {
      expect((await reading).content.images[0]?.problems, way).toContainEqual({
        type: 'unknownPacking',
        layer: 0,
        mediaType: entry.mediaType,
      })
    })
  })

  it('tells schema 1, charts, and manifests that are none', async () => {
    const reasons: [Record<string, unknown>, string][] = [
      [{ schemaVersion: 1, fsLayers: [] }, 'schema1'],
      [
        {
          config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: sha256(''), size: 0 },
          layers: [],
        },
        'artifact',
      ],
      [{ config: 7 }, 'unreadable'],
      [{ config: { digest: 'sha256:zz', size: 1 }, layers: [] }, 'unreadable'],
      [{ config: { digest: sha256(''), size: -1 }, layers: [] }, 'unreadable'],
    ]
    for (const [manifest, reason] of reasons) {
      await eachWay(
        withManifest(() => manifest),
        async (reading) => {
          const { content } = await reading
          expect(content.images).toEqual([])
          expect(content.tree).toMatchObject([{ type: 'other', reason }])
        },
      )
    }
  })

  it('shows an index of which nothing is here as just that', async () => {
    const { files } = layoutOf([{ platform: 'linux/arm64', isAbsent: true }])
    const read = await readFile(fileIn(folder(), tarOfFiles(files)))
    expect(read.content).toMatchObject({ images: [], tree: [{ type: 'missing', platform: 'linux/arm64' }] })
  })

  it('says that a layer is missing, or a whole platform', async () => {
    const { files, manifests } = layoutOf([{ layers: ['one', 'two'], packing: 'none' }])
    const second = sha256(layerTar('two'))
    files.delete(blobPath(second))
    await eachWay(files, async (reading) => {
      const { content } = await reading
      expect(content.images[0]?.problems).toEqual([{ type: 'missingBlob', blob: second }])
    })
    const two = layoutOf([
      { layers: ['one'], packing: 'none' },
      { layers: ['two'], packing: 'none', platform: 'linux/arm64' },
    ])
    two.files.delete(blobPath(second))
    await eachWay(two.files, async (reading) => {
      const { content } = await reading
      expect(content.images.map(({ id }) => id)).toEqual([two.manifests[0]])
      expect(content.tree[1]).toMatchObject({ type: 'image', platform: 'linux/arm64' })
      expect(content.tree[1]).not.toHaveProperty('imageId')
    })
    expect(manifests).toHaveLength(1)
  })

  it('says what did not come that was asked for', async () => {
    const tar = tarOfFiles(layoutOf([{ name: 'docker.io/library/a:1' }]).files)
    expect(await failureOf(readStream(tar, ['a:1', 'b']))).toBe('SOURCE_IMAGE_MISSING b')
  })
})

describe('what would fill the memory', () => {
  it('reads no document beyond its limit', async () => {
    const huge = Buffer.alloc(9_000_000, ' ')
    huge[0] = 0x7b
    huge[huge.length - 1] = 0x7d
    for (const name of ['index.json', 'manifest.json']) {
      const bytes = tarOf([{ name, content: huge }])
      expect(await failureOf(readFile(fileIn(folder(), bytes)))).toBe(`SOURCE_DOCUMENT_TOO_LARGE ${name} 8`)
      expect(await failureOf(readFile(fileIn(folder(), gzipSync(bytes))))).toBe(
        `SOURCE_DOCUMENT_TOO_LARGE ${name} 8`,
      )
    }
  })

  it('builds nothing out of a multitude of brackets', async () => {
    for (const text of [
      '['.repeat(100_000) + ']'.repeat(100_000),
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `{"manifests":[${'{},'.repeat(2_000_000)}{}]}`,
    ]) {
      const bytes = tarOf([{ name: 'index.json', content: text }])
      expect(await failureOf(readStream(bytes))).toBe('SOURCE_DOCUMENT_INVALID index.json')
    }
  })

  it('stops at an index that names itself a million times', async () => {
    const { files, manifests } = layoutOf([{}])
    const leaf = {
      mediaType: 'm',
      digest: manifests[0] ?? '',
      size: files.get(blobPath(manifests[0] ?? ''))?.length,
    }
    let entry: Record<string, unknown> = leaf
    for (let depth = 0; depth < 5; depth += 1) {
      const index = json({ schemaVersion: 2, manifests: Array.from({ length: 100 }, () => entry) })
      files.set(blobPath(sha256(index)), index)
      entry = { mediaType: 'i', digest: sha256(index), size: index.length }
    }
    files.set('index.json', json({ schemaVersion: 2, manifests: [entry] }))
    expect(await failureOf(readFile(fileIn(folder(), tarOfFiles(files), 'a')))).toBe(
      'SOURCE_TOO_MANY a 20000',
    )
  })

  it('keeps a part of the documents only, however many there are', async () => {
    const piece = Buffer.alloc(1_048_576, ' ')
    const first = Buffer.from(piece).fill('{', 0, 1)
    async function* documents() {
      for (let at = 0; at < 40; at += 1) {
        yield fileHeader(`${at}.json`, 16 * piece.length)
        for (let part = 0; part < 16; part += 1) yield await Promise.resolve(part === 0 ? first : piece)
      }
      yield fileHeader('manifest.json', 60)
      yield Buffer.from('[{"Config":"39.json","RepoTags":null,"Layers":["one.tar"]}]\n'.padEnd(512, '\0'))
      yield Buffer.alloc(1_024)
    }
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watched = async function* () {
      for await (const chunk of documents()) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
        yield chunk
      }
    }
    expect(await failureOf(readAll(openSaveStream(watched, ['a'])))).toBe('SOURCE_DOCUMENT_TOO_LARGE a 128')
    expect(most).toBeLessThan(400 * 1_048_576)
  })

  it('counts the files of an archive, packed or not', async () => {
    const header = tarOf([{ name: 'link', link: 'x' }]).subarray(0, 512)
    const many = Buffer.concat([...Array.from({ length: 100_001 }, () => header), Buffer.alloc(1_024)])
    expect(await failureOf(readFile(fileIn(folder(), many, 'a')))).toBe('SOURCE_TOO_MANY a 100000')
    expect(await failureOf(readFile(fileIn(folder(), gzipSync(many), 'a')))).toBe('SOURCE_TOO_MANY a 100000')
  })

  it('passes an endless name and a disk of zeros by without keeping them', async () => {
    const attribute = Buffer.alloc(512)
    tarOf([{ name: 'x', content: '' }]).copy(attribute, 0, 0, 512)
    attribute.write('x', 156)
    attribute.write('77777777777\0', 124)
    attribute.write(' '.repeat(8), 148)
    const sum = attribute.reduce((total, byte) => total + byte, 0)
    attribute.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    expect(await failureOf(readStream(Buffer.concat([attribute, Buffer.alloc(100_000, 65)]), ['a']))).toBe(
      'SOURCE_DAMAGED a',
    )
    async function* zeros() {
      const piece = Buffer.alloc(1_048_576)
      yield* inPieces(tarOfFiles(layoutOf([{}]).files))
      for (;;) yield await Promise.resolve(piece)
    }
    expect(await failureOf(readAll(openSaveStream(zeros, ['a'])))).toBe('SOURCE_DAMAGED a')
  })
})

describe('what is no image', () => {
  it('says so of anything else, by what is in it', async () => {
    const rootfs = tarOf(['bin', 'etc', 'usr'].map((name) => ({ name: `${name}/f`, content: 'x' })))
    const cases: [Buffer, string][] = [
      [Buffer.alloc(0), 'SOURCE_NO_IMAGE a.tar'],
      [Buffer.alloc(1_024), 'SOURCE_NO_IMAGE a.tar'],
      [Buffer.from('just some text'), 'SOURCE_NO_IMAGE a.tar'],
      [gzipSync(Buffer.from('just some text')), 'SOURCE_NO_IMAGE a.tar'],
      [gzipSync(Buffer.alloc(1_024)), 'SOURCE_NO_IMAGE a.tar'],
      [tarOf([{ name: 'file', content: 'x' }]), 'SOURCE_NO_IMAGE a.tar'],
      [rootfs, 'ARCHIVE_IS_ROOTFS a.tar'],
      [gzipSync(rootfs), 'ARCHIVE_IS_ROOTFS a.tar'],
      [Buffer.from('BZh9 and so on'), 'SOURCE_PACKING_UNKNOWN a.tar bzip2'],
      [tarOf([{ name: 'manifest.json', content: '{"name":"x"}' }]), 'SOURCE_DOCUMENT_INVALID manifest.json'],
      [tarOf([{ name: 'index.json', content: '[1' }]), 'SOURCE_DOCUMENT_INVALID index.json'],
    ]
    for (const [bytes, expected] of cases) {
      expect(await failureOf(readFile(fileIn(folder(), bytes, 'a.tar')))).toBe(expected)
    }
    expect(await failureOf(readFile(join(folder(), 'nothing')))).toBe('FILE_READ_FAILED nothing ENOENT')
    execFileSync('mkfifo', [join(folder(), 'pipe')])
    expect(await failureOf(readFile(join(folder(), 'pipe')))).toBe('FILE_READ_FAILED pipe UNKNOWN')
    const odd = join(folder(), 'odd')
    mkdirSync(odd)
    execFileSync('mkfifo', [join(odd, 'index.json')])
    expect(await failureOf(readFile(odd))).toBe('SOURCE_NOT_LAYOUT odd')
  })

  it('survives any damage: an error or an answer, and no hang', async () => {
    const layout = layoutOf([{ name: 'docker.io/library/a:1', layers: ['one', 'two'], packing: 'none' }])
    const bytes = tarOfFiles(withDockerManifest(layout, [{ tags: ['a:1'], layers: ['one', 'two'] }]))
    const settle = async (reading: Promise<ReadAll>) => {
      const text = await failureOf(reading)
      expect(text).toMatch(/^(?:nothing failed|SOURCE_|ARCHIVE_)/)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(bytes.length),
        async (flips, length) => {
          const broken = Buffer.from(bytes)
          for (const [at, value] of flips) broken[at] = value
          const cut = length % 3 === 0 ? broken.subarray(0, length) : broken
          await settle(readFile(fileIn(folder(), cut)))
          await settle(readStream(cut))
          await settle(readFile(fileIn(folder(), gzipSync(cut))))
        },
      ),
      { numRuns: process.env.STRATA_FULL === undefined ? 100 : 3_000 },
    )
  })
})

describe('an abort', () => {
  it('ends everything with its reason, and lets go of the bytes', async () => {
    const tar = tarOfFiles(layoutOf([{ layers: ['one', 'two'] }]).files)
    const abort = new AbortController()
    let wasLetGo = false
    async function* stuck() {
      try {
        yield tar.subarray(0, 3_000)
        await new Promise((_, reject) =>
          abort.signal.addEventListener('abort', () => reject(abort.signal.reason)),
        )
      } finally {
        wasLetGo = true
      }
    }
    const source = openSaveStream(stuck, ['a'])
    const reading = source.read(
      async ({ bytes }) => {
        for await (const _ of bytes) abort.abort(new Error('enough'))
        return undefined
      },
      { signal: abort.signal },
    )
    await expect(reading).rejects.toThrow('enough')
    expect(wasLetGo).toBe(true)

    const path = fileIn(folder(), tar)
    await expect(openArchive(path, { signal: abort.signal })).rejects.toThrow('enough')
    const open = await openArchive(path, { signal: never })
    if (open.type !== 'randomAccess') throw new Error('it should be read in place')
    await expect(open.content({ signal: abort.signal })).rejects.toThrow('enough')
    await open.close()
  })
})

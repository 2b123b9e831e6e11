import { gzipSync } from 'node:zlib'
import type { SourceProblem } from '@shared/domain/imageSource'
import { describe, expect, it } from 'vitest'
import { archiveOf, layerOf } from '../../../scripts/sandbox/images/archive.mjs'
import { blobPath, layerTar, layoutOf, sha256, tarOfFiles } from '../../builders/ociLayout'
import { zstdOf } from '../../builders/zstd'
import {
  codeOf,
  eachWay,
  essence,
  failureOf,
  fileIn,
  ownFolder,
  type ReadAll,
  readFile,
  readStream,
} from './support'

const folder = ownFolder()

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
        await eachWay(folder(), new Map([...files, [path, broken]]), async (reading, way) => {
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

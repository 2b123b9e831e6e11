import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookInto } from '../../../main/transfers/tar/lookInto'
import { archiveOf, type ImageSpec, layerOf } from '../../../scripts/sandbox/images/archive.mjs'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import { zstdOf } from '../../builders/zstd'

const never = new AbortController().signal
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-look-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const image = (tags: string[], ...names: string[]): ImageSpec => ({
  tags,
  config: {},
  steps: names.map((name) => ({
    createdBy: `COPY ${name}`,
    layer: layerOf([{ name, content: Buffer.alloc(3_000, name) }]),
  })),
})
const saved = (...specs: ImageSpec[]) => Buffer.concat([...archiveOf(specs)])

async function look(bytes: Buffer | string, name = 'file.tar') {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return await lookInto(path, never)
}

const json = (value: unknown) => JSON.stringify(value)
const hex = (digit: string) => digit.repeat(64)

describe('what a file is', () => {
  it('tells the names, the ids and the layers of saved images, packed or not', async () => {
    const bytes = saved(image(['a:1', 'a:2'], 'one', 'two'), image([], 'three'))
    for (const [packing, packed] of [
      ['none', bytes],
      ['gzip', gzipSync(bytes)],
      ['zstd', zstdOf(bytes)],
    ] as const) {
      const seen = await look(packed)
      expect(seen).toMatchObject({ name: 'file.tar', size: packed.length, packing })
      expect(seen.content).toMatchObject({ type: 'image', format: 'docker', more: 0, isCut: false })
      const { images } = seen.content as Extract<typeof seen.content, { type: 'image' }>
      expect(images.map(({ references, layers }) => [references, layers])).toEqual([
        [['a:1', 'a:2'], 2],
        [[], 1],
      ])
      for (const { ids } of images) expect(ids).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)])
    }
  })

  it('knows the id of either store, and an OCI layout alone', async () => {
    const annotations = { 'io.containerd.image.name': 'docker.io/library/app:1' }
    const index = {
      name: 'index.json',
      content: json({ manifests: [{ digest: `sha256:${hex('b')}`, annotations }] }),
    }
    const layout = { name: 'oci-layout', content: '{}' }
    const manifest = {
      name: 'manifest.json',
      content: json([{ Config: `blobs/sha256/${hex('a')}`, RepoTags: ['app:1'], Layers: ['x'] }]),
    }
    expect((await look(tarOf([index, manifest, layout]))).content).toEqual({
      type: 'image',
      format: 'docker',
      images: [{ references: ['app:1'], ids: [`sha256:${hex('a')}`, `sha256:${hex('b')}`], layers: 1 }],
      more: 0,
      isCut: false,
    })
    expect((await look(tarOf([index, layout]))).content).toMatchObject({
      format: 'oci',
      images: [{ references: ['docker.io/library/app:1'], ids: [`sha256:${hex('b')}`] }],
    })
  })

  it.each([
    [
      'the files of a container',
      'rootfs',
      tarOf(['bin', 'etc', 'usr'].map((name) => ({ name: `${name}/x`, content: 'x' }))),
    ],
    ['any other tar', 'rootfs', tarOf([{ name: 'readme', content: 'x' }])],
    ['a list that is none', 'rootfs', tarOf([{ name: 'manifest.json', content: '{"not":"images"}' }])],
    ['an empty list', 'rootfs', tarOf([{ name: 'manifest.json', content: '[]' }])],
    ['a tar without files', 'empty', tarOf([])],
    ['no byte', 'empty', Buffer.alloc(0)],
    ['a text', 'notTar', Buffer.from('no tar at all '.repeat(200))],
    ['half a tar', 'damaged', tarOf([{ name: 'readme', content: 'x'.repeat(5_000) }]).subarray(0, 2_000)],
  ] as const)('says of %s: %s, packed or not', async (_what, type, bytes) => {
    expect((await look(bytes)).content).toEqual({ type })
    expect((await look(gzipSync(bytes))).content).toEqual({ type })
    expect((await look(zstdOf(bytes))).content).toEqual({ type })
  })

  it.each([
    ['bzip2', 'BZh91AY&SY'],
    ['xz', '\u00fd7zXZ\0\0'],
  ])('says by its first bytes that %s can’t be looked into', async (packing, start) => {
    expect(await look(Buffer.from(start, 'latin1'), 'x.txt')).toMatchObject({
      packing,
      content: { type: 'packed' },
    })
  })

  it('notices an end that is missing behind what it has read', async () => {
    const manifest = { name: 'manifest.json', content: json([{ Config: 'x.json', RepoTags: ['app:1'] }]) }
    const bytes = tarOf([manifest, { name: 'layer.tar', content: 'x'.repeat(9_000) }])
    for (const cut of [bytes.subarray(0, 6_000), gzipSync(bytes.subarray(0, 6_000))]) {
      expect((await look(cut)).content).toMatchObject({ type: 'image', isCut: true })
    }
    expect((await look(gzipSync(bytes).subarray(0, -20))).content).toMatchObject({
      type: 'image',
      isCut: true,
    })
  })

  it('lists no more than a page can show', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => ({
      Config: `${at}.json`,
      RepoTags: [`${'n'.repeat(600)}:${at}`, `b:${at}`],
    }))
    const { content } = await look(tarOf([{ name: 'manifest.json', content: json(many) }]))
    expect(content).toMatchObject({ more: 233 })
    expect(json(content).length).toBeLessThan(1_000_000)
  })

  it('answers for any damage', async () => {
    const bytes = saved(image(['a:1'], 'one'))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(bytes.length),
        async (at, flip, end) => {
          const broken = Buffer.from(bytes)
          broken[at] = (broken[at] ?? 0) ^ flip
          for (const each of [broken, broken.subarray(0, end)]) {
            expect((await look(each)).content.type).toMatch(/^(?:image|rootfs|empty|damaged|notTar)$/)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('says what can’t be read', async () => {
    await expect(lookInto(join(folder, 'gone'), never)).rejects.toMatchObject({
      error: { code: 'FILE_READ_FAILED', params: { name: 'gone', reason: 'ENOENT' } },
    })
    await expect(lookInto(folder, never)).rejects.toMatchObject({ error: { code: 'FILE_READ_FAILED' } })
  })
})

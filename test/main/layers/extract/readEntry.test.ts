import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { ReadableLayer } from '../../../../main/layers/extract/layerBytes'
import { type ReadOptions, readEntry } from '../../../../main/layers/extract/readEntry'
import { indexOfTar } from '../../../builders/layerIndex'
import {
  aFile,
  aFolder,
  aHardLink,
  anOldSparseFile,
  aPaxSparseFile,
  aSymlink,
  layerTar,
  type Piece,
} from '../../../builders/layerTar'
import { zstdOf } from '../../../builders/zstd'

const folder = mkdtempSync(join(tmpdir(), 'strata-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const big = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff))
const pieces: readonly Piece[] = [
  [0, 'start'],
  [1_024, 'x'.repeat(600)],
  [5_000, 'end'],
]
const sparse = Buffer.alloc(10_000)
for (const [offset, bytes] of pieces) Buffer.from(bytes).copy(sparse, offset)

const tar = layerTar([
  aFolder('a'),
  aFile('a/first', 'first'),
  aFile('a/big', big),
  anOldSparseFile('a/sparse', sparse.length, pieces),
  aHardLink('link', 'a/big'),
  aPaxSparseFile('a/other', sparse.length, pieces, '1.0'),
  aSymlink('symlink', 'a/first'),
  aFile('empty'),
  aHardLink('chain', 'link'),
  aHardLink('gone', 'elsewhere'),
  aPaxSparseFile('a/hole', 3_000_000, [], '0.0'),
])
const index = indexOfTar(tar)
const entry = {
  first: 1,
  big: 2,
  sparse: 3,
  link: 4,
  other: 5,
  symlink: 6,
  empty: 7,
  chain: 8,
  gone: 9,
  hole: 10,
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000)
}
function inFile(name: string, bytes: Uint8Array): ReadableLayer['bytes'] {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([Buffer.from('abc'), bytes, Buffer.from('abc')]))
  return { path, offset: 3, length: bytes.length }
}
async function read(
  bytes: ReadableLayer['bytes'],
  number: number,
  options: Partial<ReadOptions> = {},
): Promise<Buffer> {
  const parts: Uint8Array[] = []
  const signal = new AbortController().signal
  for await (const part of readEntry({ index, blob: 'b', bytes }, number, { signal, ...options }))
    parts.push(part)
  return Buffer.concat(parts)
}

describe.each([
  ['in a file', () => inFile('plain', tar)],
  ['gzip in a file', () => inFile('gzip', gzipSync(tar))],
  ['as a stream', () => piecesOf(tar)],
  ['as a stream of gzip', () => piecesOf(gzipSync(tar))],
  ['as a stream of zstd', () => piecesOf(zstdOf(tar))],
])('a layer %s', (_, bytes) => {
  it.each([
    ['first', Buffer.from('first')],
    ['big', big],
    ['sparse', sparse],
    ['other', sparse],
    ['link', big],
    ['chain', big],
    ['empty', Buffer.alloc(0)],
    ['hole', Buffer.alloc(3_000_000)],
  ] as const)('gives %s', async (name, content) => {
    expect((await read(bytes(), entry[name])).equals(content)).toBe(true)
  })

  it.each([
    ['big', 1_000_000, 1_000_010, big],
    ['sparse', 3, 1_100, sparse],
    ['other', 4_990, 9_999_999, sparse],
    ['hole', 10, 20, Buffer.alloc(20)],
    ['first', 5, 9, Buffer.from('first')],
  ] as const)('gives a part of %s', async (name, from, to, content) => {
    expect((await read(bytes(), entry[name], { from, to })).equals(content.subarray(from, to))).toBe(true)
  })

  it.each(['symlink', 'gone'] as const)('has no data for %s', async (name) => {
    await expect(read(bytes(), entry[name])).rejects.toThrow('CONTENTS_FILE_GONE')
  })
})

describe('a layer that is not the one that was indexed', () => {
  const other = Buffer.from(tar)
  const at = index.entries.offset[entry.big] ?? 0
  other[at + 2_000_000] = (other[at + 2_000_000] ?? 0) ^ 1

  it('is noticed by the digest of the file', async () => {
    await expect(read(inFile('other', other), entry.big)).rejects.toThrow('SOURCE_DIGEST_MISMATCH')
    await expect(read(piecesOf(gzipSync(other)), entry.big)).rejects.toThrow('SOURCE_DIGEST_MISMATCH')
  })

  it.each([
    ['in a file', () => inFile('short', tar.subarray(0, at + 9))],
    ['as a stream', () => piecesOf(tar.subarray(0, at + 9))],
    ['as a stream of gzip', () => piecesOf(gzipSync(tar.subarray(0, at + 9)))],
  ])('is too short %s', async (_, bytes) => {
    await expect(read(bytes(), entry.big)).rejects.toThrow('SOURCE_TRUNCATED')
  })

  it('is damaged where it is packed', async () => {
    const packed = gzipSync(tar)
    packed[packed.length - 5_000] = (packed[packed.length - 5_000] ?? 0) ^ 0xff
    await expect(read(piecesOf(packed.subarray(0, 2_000)), entry.big)).rejects.toThrow(
      'LAYER_PACKING_DAMAGED',
    )
  })
})

it('a reader that has enough lets go of the source', async () => {
  let isClosed = false
  const source = async function* () {
    try {
      for (;;) yield tar
    } finally {
      isClosed = true
    }
  }
  const signal = new AbortController().signal
  for await (const _ of readEntry({ index, blob: 'b', bytes: source() }, entry.big, { signal })) break
  await expect.poll(() => isClosed).toBe(true)
})

it('an abort ends it with its reason', async () => {
  const control = new AbortController()
  const work = (async () => {
    const layer = { index, blob: 'b', bytes: piecesOf(tar) }
    for await (const _ of readEntry(layer, entry.big, { signal: control.signal }))
      control.abort(new Error('stop'))
  })()
  await expect(work).rejects.toThrow('stop')
})

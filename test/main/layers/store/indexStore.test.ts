import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { decodeIndex } from '../../../../main/layers/store/decodeIndex'
import { encodeIndex } from '../../../../main/layers/store/encodeIndex'
import { createIndexStore } from '../../../../main/layers/store/indexStore'
import { indexOf } from '../../../builders/layerIndex'
import { aFile, aFolder, aHardLink, aPaxSparseFile, aSymlink, aWhiteout } from '../../../builders/layerTar'

const full = indexOf([
  aFolder('usr/', { mtime: 12.5 }),
  aFile('usr/tool', 'content', { mode: 0o4755, uid: 7, gid: 8 }),
  aHardLink('usr/other', 'usr/tool'),
  aSymlink('link', '../../etc'),
  aPaxSparseFile(
    'sparse',
    5_000,
    [
      [10, 'abc'],
      [4_000, 'd'],
    ],
    '1.0',
  ),
  aPaxSparseFile('hole', 5_000, [], '0.1'),
  aWhiteout('usr/gone'),
  aFile('../outside', 'x'),
  aFile('usr/tool', 'again'),
])
/** Each with another diffId. */
const numbered = (n: number): LayerIndex => indexOf([aFile(`file-${n}`, 'x'.repeat(n))])

/** The file changed, with a checksum that fits again: only what it says is wrong then. */
function forged(index: LayerIndex, change: (bytes: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(encodeIndex(index))
  change(bytes)
  const end = bytes.length - 32
  createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end)
  return bytes
}

describe('an index as bytes', () => {
  it.each([
    ['with everything in it', full],
    ['of an empty layer', indexOf([])],
  ])('%s comes back the same', (_, index) => {
    expect(decodeIndex(encodeIndex(index), index.diffId)).toEqual(index)
  })

  it('comes back from bytes that are not aligned', () => {
    const bytes = Buffer.concat([Buffer.from('odd'), encodeIndex(full)]).subarray(3)
    expect(decodeIndex(bytes, full.diffId)).toEqual(full)
  })

  it('is about 100 bytes an entry', () => {
    const index = indexOf(Array.from({ length: 1_000 }, (_, i) => aFile(`usr/share/doc/file-${i}`)))
    expect(encodeIndex(index).length / 1_000).toBeLessThan(115)
  })

  it('of another layer is none', () => {
    expect(decodeIndex(encodeIndex(full), numbered(1).diffId)).toBeUndefined()
  })

  it('with any byte changed is none', () => {
    const bytes = Buffer.from(encodeIndex(full))
    for (let at = 0; at < bytes.length; at += 1) {
      bytes[at] = (bytes[at] ?? 0) ^ 0x41
      expect(decodeIndex(bytes, full.diffId)).toBeUndefined()
      bytes[at] = (bytes[at] ?? 0) ^ 0x41
    }
    expect(decodeIndex(bytes, full.diffId)).toEqual(full)
  })

  it('of any other length is none', () => {
    const bytes = encodeIndex(full)
    for (let length = 0; length < bytes.length; length += 7) {
      expect(decodeIndex(bytes.subarray(0, length), full.diffId)).toBeUndefined()
    }
    expect(decodeIndex(Buffer.concat([bytes, Buffer.alloc(8)]), full.diffId)).toBeUndefined()
  })

  it('with a right checksum over any wrong byte is none, or one that leads nowhere wrong', () => {
    const length = encodeIndex(full).length - 32
    for (let at = 0; at < length; at += 1) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const index = decodeIndex(
          forged(full, (bytes) => {
            bytes[at] = (bytes[at] ?? 0) ^ bits
          }),
          full.diffId,
        )
        if (index !== undefined) expectSound(index)
      }
    }
  })
})

/** An independent look: each number is followed once. */
function expectSound({ names, entries, sparse, tarBytes }: LayerIndex): void {
  for (let node = 1; node < names.count; node += 1) expect(names.parent[node]).toBeLessThan(node)
  for (let i = 0; i < entries.count; i += 1) {
    expect(names.parent[entries.node[i] ?? -1]).toBeDefined()
    expect((entries.offset[i] ?? 0) + (entries.stored[i] ?? 0)).toBeLessThanOrEqual(tarBytes)
    expect(entries.linkNode[i]).toBeLessThan(names.count)
  }
  expect((sparse.start.at(-1) ?? 0) * 2).toBe(sparse.runs.length)
}

describe('a store', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-index-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const open = (capBytes = 1_000_000, now?: () => number) =>
    createIndexStore(folder, now === undefined ? { capBytes } : { capBytes, now })
  const fileOf = (index: LayerIndex) => join(folder, `${index.diffId.slice(7)}.layer`)

  it('gives back what was put, in a new process too', async () => {
    expect(await open().put(full)).toBe(true)
    expect(await open().get(full.diffId)).toEqual(full)
    expect(await open().has([full.diffId, numbered(1).diffId])).toEqual(new Set([full.diffId]))
    expect(await open().get(numbered(1).diffId)).toBeUndefined()
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('makes its folder', async () => {
    const store = createIndexStore(join(folder, 'a/b'), { capBytes: 1_000_000 })
    expect(await store.has([full.diffId])).toEqual(new Set())
    expect(await store.put(full)).toBe(true)
    expect(await store.get(full.diffId)).toEqual(full)
  })

  it('drops a damaged file', async () => {
    const store = open()
    await store.put(full)
    const bytes = readFileSync(fileOf(full))
    bytes[200] = (bytes[200] ?? 0) ^ 1
    writeFileSync(fileOf(full), bytes)
    expect(await store.get(full.diffId)).toBeUndefined()
    expect(existsSync(fileOf(full))).toBe(false)
    expect(await store.has([full.diffId])).toEqual(new Set())
  })

  it('notices a file that is gone', async () => {
    const store = open()
    await store.put(full)
    rmSync(fileOf(full))
    expect(await store.get(full.diffId)).toBeUndefined()
    expect(await store.size()).toBe(0)
  })

  it('keeps to its cap: what was used longest ago gives way', async () => {
    let time = 1_000_000
    const now = () => (time += 1_000)
    const each = encodeIndex(numbered(10)).length
    const store = open(each * 3.5, now)
    for (const n of [10, 11, 12]) await store.put(numbered(n))
    await store.get(numbered(10).diffId)
    await store.put(numbered(13))
    const ids = [10, 11, 12, 13].map((n) => numbered(n).diffId)
    expect(await store.has(ids)).toEqual(new Set([ids[0], ids[2], ids[3]]))
    expect(await store.size()).toBeLessThanOrEqual(each * 3.5)
    expect(readdirSync(folder)).toHaveLength(3)
  })

  it('remembers what was used when it opens anew', async () => {
    const each = encodeIndex(numbered(10)).length
    for (const n of [10, 11, 12]) await open().put(numbered(n))
    const at = (seconds: number, n: number) => utimesSync(fileOf(numbered(n)), seconds, seconds)
    at(300, 10)
    at(100, 11)
    at(200, 12)
    await open().get(numbered(11).diffId)
    await open(each * 2.5).put(numbered(13))
    expect(await open().has([10, 11, 12, 13].map((n) => numbered(n).diffId))).toEqual(
      new Set([numbered(11).diffId, numbered(13).diffId]),
    )
  })

  it('does not keep an index that is bigger than the cap', async () => {
    const store = open(200)
    expect(await store.put(full)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  it('costs nothing else when the disk does not take it', async () => {
    writeFileSync(join(folder, 'file'), '')
    const store = createIndexStore(join(folder, 'file/below'), { capBytes: 1_000_000 })
    expect(await store.put(full)).toBe(false)
    expect(await store.get(full.diffId)).toBeUndefined()
  })

  it('removes what a crash left, and nothing that is not its own', async () => {
    writeFileSync(join(folder, 'old.layer.abc.part'), 'x')
    utimesSync(join(folder, 'old.layer.abc.part'), 1, 1)
    writeFileSync(join(folder, 'new.layer.abc.part'), 'x')
    writeFileSync(join(folder, 'notes.txt'), 'x')
    const store = open()
    await store.put(full)
    await store.clear()
    expect(readdirSync(folder).sort()).toEqual(['new.layer.abc.part', 'notes.txt'])
  })
})

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { LayerIndex, LayerOddity } from '../layerIndex'
import { isSound } from './isSound'
import {
  type Counts,
  checksumBytes,
  fileBytesOf,
  headBytes,
  indexVersion,
  lengthsOf,
  magic,
  orderMark,
} from './layout'

const oddity: z.ZodType<LayerOddity> = z.object({
  type: z.enum([
    'duplicatePath',
    'leadsOutside',
    'trailingBytes',
    'noEnd',
    'unknownType',
    'missingLinkTarget',
  ]),
  entry: z.int(),
  path: z.string(),
})
const oddityList = z.array(oddity).max(100)

/**
 * The index in those bytes; undefined for anything that is not exactly one that `encodeIndex` wrote of that layer: cut, changed,
 * of another version, or with numbers that lead nowhere. Its arrays are views of the bytes.
 */
export function decodeIndex(file: Uint8Array, diffId: string): LayerIndex | undefined {
  // Numbers of eight bytes can only be read in place where they are aligned.
  const aligned = file.byteOffset % 8 === 0 ? file : Uint8Array.from(file)
  const bytes = Buffer.from(aligned.buffer, aligned.byteOffset, aligned.byteLength)
  const counts = readCounts(bytes, diffId)
  if (counts === undefined || fileBytesOf(counts) !== bytes.length || !hasChecksum(bytes)) return undefined
  const index = readArrays(bytes, counts, diffId)
  return index !== undefined && isSound(index) ? index : undefined
}

function readCounts(bytes: Buffer, diffId: string): Counts | undefined {
  if (bytes.length < headBytes + checksumBytes) return undefined
  if (!bytes.subarray(0, 8).equals(magic)) return undefined
  if (new Uint32Array(bytes.buffer, bytes.byteOffset + 8, 1)[0] !== orderMark) return undefined
  if (bytes.readUInt32LE(12) !== indexVersion) return undefined
  if (`sha256:${bytes.toString('hex', 16, 48)}` !== diffId) return undefined
  const [names = 0, nameBytes = 0, entries = 0, linkBytes = 0, sparse = 0, runs = 0, oddityBytes = 0] =
    Array.from({ length: 7 }, (_, i) => bytes.readUInt32LE(56 + i * 4))
  return { names, nameBytes, entries, linkBytes, sparse, runs, oddityBytes }
}

function hasChecksum(bytes: Buffer): boolean {
  const end = bytes.length - checksumBytes
  return createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))
}

function readArrays(bytes: Buffer, counts: Counts, diffId: string): LayerIndex | undefined {
  const lengths = lengthsOf(counts)
  let at = bytes.byteOffset + headBytes
  const take = <T>(make: (buffer: ArrayBufferLike, offset: number, length: number) => T, width: number) => {
    return (length: number): T => {
      const array = make(bytes.buffer, at, length)
      at += length * width
      return array
    }
  }
  const doubles = take((buffer, offset, length) => new Float64Array(buffer, offset, length), 8)
  const signed = take((buffer, offset, length) => new Int32Array(buffer, offset, length), 4)
  const unsigned = take((buffer, offset, length) => new Uint32Array(buffer, offset, length), 4)
  const halves = take((buffer, offset, length) => new Uint16Array(buffer, offset, length), 2)
  const singles = take((buffer, offset, length) => new Uint8Array(buffer, offset, length), 1)
  const size = doubles(lengths.size)
  const stored = doubles(lengths.stored)
  const modified = doubles(lengths.modified)
  const offset = doubles(lengths.offset)
  const runs = doubles(lengths.runs)
  const parent = signed(lengths.parent)
  const nameStart = unsigned(lengths.nameStart)
  const node = signed(lengths.node)
  const uid = unsigned(lengths.uid)
  const gid = unsigned(lengths.gid)
  const linkNode = signed(lengths.linkNode)
  const linkStart = unsigned(lengths.linkStart)
  const sparseEntry = signed(lengths.sparseEntry)
  const sparseStart = unsigned(lengths.sparseStart)
  const mode = halves(lengths.mode)
  const kind = singles(lengths.kind)
  const flags = singles(lengths.flags)
  const digest = singles(lengths.digest)
  const nameBytes = singles(lengths.nameBytes)
  const links = singles(lengths.links)
  const oddities = readOddities(singles(lengths.oddities))
  if (oddities === undefined) return undefined
  return {
    diffId,
    tarBytes: bytes.readDoubleLE(48),
    names: { count: counts.names, parent, start: nameStart, bytes: nameBytes },
    entries: {
      count: counts.entries,
      node,
      kind,
      mode,
      uid,
      gid,
      size,
      stored,
      modified,
      offset,
      digest,
      linkNode,
      linkStart,
      links,
      flags,
    },
    sparse: { entry: sparseEntry, start: sparseStart, runs },
    oddities,
  }
}

function readOddities(json: Uint8Array): readonly LayerOddity[] | undefined {
  try {
    return oddityList.safeParse(JSON.parse(Buffer.from(json).toString('utf8'))).data
  } catch {
    return undefined
  }
}

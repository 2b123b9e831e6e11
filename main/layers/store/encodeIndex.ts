import { createHash } from 'node:crypto'
import type { LayerIndex } from '../layerIndex'
import { type Counts, fileBytesOf, headBytes, indexVersion, magic, orderMark } from './layout'

/** One index as bytes, for `decodeIndex`. */
export function encodeIndex(index: LayerIndex): Uint8Array {
  const { names, entries, sparse } = index
  const oddities = Buffer.from(JSON.stringify(index.oddities))
  const counts: Counts = {
    names: names.count,
    nameBytes: names.bytes.length,
    entries: entries.count,
    linkBytes: entries.links.length,
    sparse: sparse.entry.length,
    runs: sparse.runs.length,
    oddityBytes: oddities.length,
  }
  const file = Buffer.allocUnsafeSlow(fileBytesOf(counts))
  writeHead(file, index, counts)
  let at = headBytes
  const parts = [
    entries.size,
    entries.stored,
    entries.modified,
    entries.offset,
    sparse.runs,
    names.parent,
    names.start,
    entries.node,
    entries.uid,
    entries.gid,
    entries.linkNode,
    entries.linkStart,
    sparse.entry,
    sparse.start,
    entries.mode,
    entries.kind,
    entries.flags,
    entries.digest,
    names.bytes,
    entries.links,
    oddities,
  ]
  for (const { buffer, byteOffset, byteLength } of parts) {
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  createHash('sha256').update(file.subarray(0, at)).digest().copy(file, at)
  return file
}

function writeHead(file: Buffer, index: LayerIndex, counts: Counts): void {
  file.fill(0, 0, headBytes)
  magic.copy(file)
  new DataView(file.buffer, file.byteOffset).setUint32(8, orderMark, isLittle)
  file.writeUInt32LE(indexVersion, 12)
  Buffer.from(index.diffId.slice('sha256:'.length), 'hex').copy(file, 16)
  file.writeDoubleLE(index.tarBytes, 48)
  const { names, nameBytes, entries, linkBytes, sparse, runs, oddityBytes } = counts
  const numbers = [names, nameBytes, entries, linkBytes, sparse, runs, oddityBytes]
  numbers.forEach((number, i) => file.writeUInt32LE(number, 56 + i * 4))
}

/** Typed arrays are in the order of the machine: every one that Electron runs on has the little end first. */
const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

import { EntryKind, entryFlag, type LayerEntries, type LayerIndex, type NameTree } from '../layerIndex'

/** Whether every number leads somewhere, so that no reader of the index can be led out of its arrays or run in a circle. */
export function isSound(index: LayerIndex): boolean {
  const { names, entries, tarBytes } = index
  return (
    isSize(tarBytes) &&
    areNamesSound(names) &&
    areLinksSound(entries, names.count) &&
    areEntriesSound(entries, names.count, tarBytes) &&
    areRunsSound(index)
  )
}

const slash = 0x2f
const dot = 0x2e

function areNamesSound({ count, parent, start, bytes }: NameTree): boolean {
  if (count < 1 || parent[0] !== -1 || start[0] !== 0 || start[1] !== 0 || start[count] !== bytes.length) {
    return false
  }
  for (let node = 1; node < count; node += 1) {
    const above = parent[node] ?? -1
    if (above < 0 || above >= node) return false
    const from = start[node] ?? 0
    const end = start[node + 1] ?? 0
    // Empty, or `..`: a reader that joins names would get another folder.
    if (end <= from || end > bytes.length) return false
    if (end - from === 2 && bytes[from] === dot && bytes[from + 1] === dot) return false
  }
  return !bytes.includes(slash)
}

function areLinksSound({ count, linkStart, links }: LayerEntries, nodes: number): boolean {
  if (linkStart[0] !== 0 || linkStart[count] !== links.length || nodes < 1) return false
  for (let i = 0; i < count; i += 1) if ((linkStart[i + 1] ?? 0) < (linkStart[i] ?? 0)) return false
  return true
}

function areEntriesSound(entries: LayerEntries, nodes: number, tarBytes: number): boolean {
  for (let i = 0; i < entries.count; i += 1) {
    const node = entries.node[i] ?? -1
    const link = entries.linkNode[i] ?? -1
    const stored = entries.stored[i] ?? -1
    const offset = entries.offset[i] ?? -1
    if (node < 0 || node >= nodes || link < -1 || link >= nodes) return false
    if ((entries.kind[i] ?? 255) > EntryKind.opaque || (entries.mode[i] ?? 0) > 0o7777) return false
    if (!isSize(entries.size[i] ?? -1) || !isSize(stored) || !isSize(offset)) return false
    if (offset + stored > tarBytes || !Number.isFinite(entries.modified[i])) return false
  }
  return true
}

function areRunsSound({ entries, sparse }: LayerIndex): boolean {
  const { entry, start, runs } = sparse
  if (start[0] !== 0 || (start[entry.length] ?? 0) * 2 !== runs.length) return false
  let before = -1
  for (let i = 0; i < entry.length; i += 1) {
    const number = entry[i] ?? -1
    if (number <= before || number >= entries.count) return false
    if (((entries.flags[number] ?? 0) & entryFlag.sparse) === 0) return false
    if (!isMapSound(runs, start[i] ?? 0, start[i + 1] ?? 0, entries.stored[number] ?? 0)) return false
    before = number
  }
  return countOf(entries.flags, entryFlag.sparse) === entry.length
}

function isMapSound(runs: Float64Array, from: number, end: number, stored: number): boolean {
  if (end < from || end * 2 > runs.length) return false
  let at = 0
  let sum = 0
  for (let run = from; run < end; run += 1) {
    const offset = runs[run * 2] ?? -1
    const length = runs[run * 2 + 1] ?? -1
    if (!isSize(offset) || !isSize(length) || offset < at) return false
    at = offset + length
    sum += length
  }
  return sum === stored
}

function countOf(flags: Uint8Array, bit: number): number {
  let count = 0
  for (const flag of flags) if ((flag & bit) !== 0) count += 1
  return count
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

import { EntryKind, type LayerIndex } from '../layerIndex'
import type { TarReader } from './layerBytes'

/** A chain of hard links longer than this is a circle. */
const maxLinks = 64

/**
 * The entry that has the data: itself for a file, the file that it leads to for a hard link, when that is in this layer.
 * Undefined for what has no data here.
 */
export function dataEntryOf(index: LayerIndex, entry: number): number | undefined {
  let at = entry
  for (let links = 0; links < maxLinks; links += 1) {
    const kind = index.entries.kind[at]
    if (kind === EntryKind.file) return at
    const target = kind === EntryKind.hardLink ? index.entries.linkNode[at] : undefined
    const next = target === undefined || target < 0 ? undefined : entryAt(index, target, at)
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

/** What a path is when the entry with that number is unpacked: the last one before it, else the first after it. */
function entryAt({ entries }: LayerIndex, node: number, before: number): number | undefined {
  const last = entries.node.lastIndexOf(node, before - 1)
  const found = before > 0 && last !== -1 ? last : entries.node.indexOf(node, before + 1)
  return found === -1 ? undefined : found
}

/** Bytes, or so many zeros. */
export type DataPiece = Uint8Array | { readonly hole: number }

type Run = { readonly at: number; readonly bytes: number; readonly offset: number | undefined }

/** Bytes `from` to `to` of the file whose data that entry has. */
export async function* dataOf(
  tar: TarReader,
  index: LayerIndex,
  entry: number,
  from: number,
  to: number,
): AsyncGenerator<DataPiece, void> {
  for (const run of runsOf(index, entry)) {
    const start = Math.max(from, run.at)
    const end = Math.min(to, run.at + run.bytes)
    if (start >= end) continue
    if (run.offset === undefined) yield { hole: end - start }
    else yield* tar.read(run.offset + start - run.at, run.offset + end - run.at)
  }
}

/** A file as runs of data and holes that follow each other. */
function* runsOf({ entries, sparse }: LayerIndex, entry: number): Generator<Run, void> {
  const size = entries.size[entry] ?? 0
  const offset = entries.offset[entry] ?? 0
  const number = sparse.entry.indexOf(entry)
  if (number === -1) {
    yield { at: 0, bytes: size, offset }
    return
  }
  let at = 0
  let stored = 0
  for (let run = sparse.start[number] ?? 0; run < (sparse.start[number + 1] ?? 0); run += 1) {
    const from = sparse.runs[run * 2] ?? 0
    const bytes = sparse.runs[run * 2 + 1] ?? 0
    if (from > at) yield { at, bytes: from - at, offset: undefined }
    yield { at: from, bytes, offset: offset + stored }
    at = from + bytes
    stored += bytes
  }
  if (size > at) yield { at, bytes: size - at, offset: undefined }
}

import { EntryKind, type LayerIndex } from '../layerIndex'
import { entryOf, type ImageModel, inodeOfEntry } from './model'

/** What stands at a path: a layer and its entry, -1 for a folder without one. */
export type Standing = { readonly layer: number; readonly entry: number }

export type Likeness =
  | 'same'
  /** Other mode or owner; of what is no folder also another time, or nothing at all but that it was stored again. */
  | 'metadata'
  | 'different'

const kindsWithText: readonly number[] = [EntryKind.symlink]

/**
 * How two things at one path compare, in one image or in two. A hard link is the file that it leads to. A folder's time
 * changes with its content: it is not compared.
 */
export function likeness(left: ImageModel, a: Standing, right: ImageModel, b: Standing): Likeness {
  const kind = kindOf(left, a)
  if (kind !== kindOf(right, b)) return 'different'
  if (kind === EntryKind.folder) return sameOwner(left, a, right, b) ? 'same' : 'metadata'
  if (kind === EntryKind.file && !sameBytes(left, a, right, b)) return 'different'
  if (kindsWithText.includes(kind) && !sameLink(left, a, right, b)) return 'different'
  return sameOwner(left, a, right, b) && timeOf(left, a) === timeOf(right, b) ? 'same' : 'metadata'
}

/** `EntryKind`, hard links that lead to a file as that file. */
export function kindOf(model: ImageModel, { layer, entry }: Standing): number {
  if (entry < 0) return EntryKind.folder
  const kind = model.layers[layer]?.entries.kind[entry] ?? EntryKind.file
  if (kind !== EntryKind.hardLink) return kind
  return inodeOfEntry(model, layer, entry) === undefined ? kind : EntryKind.file
}

function sameOwner(left: ImageModel, a: Standing, right: ImageModel, b: Standing): boolean {
  // Nobody said what a folder without an entry is like.
  if (a.entry < 0 || b.entry < 0) return true
  const one = left.layers[a.layer]?.entries
  const other = right.layers[b.layer]?.entries
  return (
    one?.mode[a.entry] === other?.mode[b.entry] &&
    one?.uid[a.entry] === other?.uid[b.entry] &&
    one?.gid[a.entry] === other?.gid[b.entry]
  )
}

function timeOf(model: ImageModel, { layer, entry }: Standing): number | undefined {
  return model.layers[layer]?.entries.modified[entry]
}

function sameBytes(left: ImageModel, a: Standing, right: ImageModel, b: Standing): boolean {
  const one = inodeOfEntry(left, a.layer, a.entry)
  const other = inodeOfEntry(right, b.layer, b.entry)
  if (one === undefined || other === undefined) return false
  if (left === right && one === other) return true
  return sameInodes(left, one, right, other)
}

/** Same size and digest. Numbers over all layers. */
export function sameInodes(left: ImageModel, one: number, right: ImageModel, other: number): boolean {
  const from = entryOf(left, one)
  const to = entryOf(right, other)
  const a = left.layers[from.layer]?.entries
  const b = right.layers[to.layer]?.entries
  if (a === undefined || b === undefined) return false
  if (a.size[from.entry] !== b.size[to.entry]) return false
  for (let i = 0; i < 32; i += 1)
    if (a.digest[from.entry * 32 + i] !== b.digest[to.entry * 32 + i]) return false
  return true
}

function sameLink(left: ImageModel, a: Standing, right: ImageModel, b: Standing): boolean {
  const one = linkOf(left.layers[a.layer], a.entry)
  const other = linkOf(right.layers[b.layer], b.entry)
  if (one.length !== other.length) return false
  return one.every((byte, i) => byte === other[i])
}

/** Text of a symbolic or hard link, as the tar has it. */
export function linkOf(layer: LayerIndex | undefined, entry: number): Uint8Array {
  if (layer === undefined || entry < 0) return new Uint8Array()
  const { links, linkStart } = layer.entries
  return links.subarray(linkStart[entry], linkStart[entry + 1])
}

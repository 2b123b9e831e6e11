import type { DuplicateContent } from '@shared/domain/contents'
import { digestText } from '../stack/digestText'
import { entryOf, type ImageModel } from '../stack/model'
import { pathOf } from '../stack/names'
import { stackAt } from '../stack/stackAt'
import { inodeIn, nodeOfNumber } from '../waste/lives'

const mostDuplicates = 200
const mostPaths = 100

export type Duplicates = {
  /** Most bytes that could be saved first. */
  readonly duplicates: readonly DuplicateContent[]
  /** That could be saved if every content was stored once, over all of them. */
  readonly bytes: number
}

/** Files of the final filesystem with the same content that are no hard links of each other. Empty files don't count. */
export function duplicatesOf(model: ImageModel): Duplicates {
  const groups = groupsOf(model, sortedInodes(model))
  const all = groups.map((inodes) => {
    const first = entryOf(model, inodes[0] ?? 0)
    const entries = model.layers[first.layer]?.entries
    const size = entries?.size[first.entry] ?? 0
    return { inodes, size, digest: digestText(entries?.digest ?? new Uint8Array(), first.entry) }
  })
  const saved = ({ inodes, size }: { inodes: readonly number[]; size: number }) => (inodes.length - 1) * size
  all.sort((a, b) => saved(b) - saved(a) || (a.digest < b.digest ? -1 : 1))
  return {
    bytes: all.reduce((sum, group) => sum + saved(group), 0),
    duplicates: all.slice(0, mostDuplicates).map((group) => ({
      digest: group.digest,
      bytes: saved(group),
      copies: group.inodes.length,
      paths: shownPaths(model, group.inodes),
    })),
  }
}

/** Files that the final filesystem shows, each once, by digest: equal ones stand together. */
function sortedInodes(model: ImageModel): Float64Array {
  const stack = stackAt(model, model.layers.length - 1)
  const seen = new Uint8Array(model.firstEntry.at(-1) ?? 0)
  let count = 0
  for (let node = 1; node < model.paths.count; node += 1) {
    const inode = inodeIn(model, stack, node)
    if (inode === undefined || seen[inode] === 1 || sizeOf(model, inode) === 0) continue
    seen[inode] = 1
    count += 1
  }
  // The first 26 bits of the digest, then the number: one sort of plain numbers; what collides is told apart later.
  const keys = new Float64Array(count)
  let at = 0
  for (let inode = 0; inode < seen.length; inode += 1) {
    if (seen[inode] !== 1) continue
    keys[at] = prefixOf(model, inode) * spread + inode
    at += 1
  }
  return keys.sort()
}

/** More than there can be entries: 26 bits and 27 bits fit a double. */
const spread = 2 ** 27

function prefixOf(model: ImageModel, inode: number): number {
  const { layer, entry } = entryOf(model, inode)
  const digest = model.layers[layer]?.entries.digest
  const byte = (i: number) => digest?.[entry * 32 + i] ?? 0
  return ((byte(0) << 18) | (byte(1) << 10) | (byte(2) << 2) | (byte(3) >> 6)) >>> 0
}

function sizeOf(model: ImageModel, inode: number): number {
  const { layer, entry } = entryOf(model, inode)
  return model.layers[layer]?.entries.size[entry] ?? 0
}

function groupsOf(model: ImageModel, keys: Float64Array): number[][] {
  const groups: number[][] = []
  let from = 0
  for (let to = 1; to <= keys.length; to += 1) {
    const isSame =
      to < keys.length && Math.floor((keys[to] ?? 0) / spread) === Math.floor((keys[from] ?? 0) / spread)
    if (isSame) continue
    if (to - from > 1) groups.push(...exactGroups(model, keys.subarray(from, to)))
    from = to
  }
  return groups
}

function exactGroups(model: ImageModel, keys: Float64Array): number[][] {
  const byDigest = new Map<string, number[]>()
  for (const key of keys) {
    const inode = key % spread
    const { layer, entry } = entryOf(model, inode)
    const digest = digestText(model.layers[layer]?.entries.digest ?? new Uint8Array(), entry)
    const known = byDigest.get(digest)
    if (known === undefined) byDigest.set(digest, [inode])
    else known.push(inode)
  }
  return [...byDigest.values()].filter(({ length }) => length > 1)
}

/** Of each file its own path where it still shows it, else another name of it. */
function shownPaths(model: ImageModel, inodes: readonly number[]): readonly string[] {
  const stack = stackAt(model, model.layers.length - 1)
  const nodes = inodes.slice(0, mostPaths).map((inode) => {
    const own = nodeOfNumber(model, inode)
    if (inodeIn(model, stack, own) === inode) return own
    for (const [link, its] of model.inodeOf) {
      const node = its === inode ? nodeOfNumber(model, link) : -1
      if (node > 0 && inodeIn(model, stack, node) === inode) return node
    }
    return own
  })
  return nodes.sort((a, b) => a - b).map((node) => pathOf(model.paths, node))
}

import type { TreeSort } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import type { PathTable } from '../stack/pathTable'

/** Marks nodes that are not in a tree. */
export const notShown = 0xff

/** A tree that can be listed: which paths are in it, which of them are folders, and their bytes. */
export type Outline = {
  readonly paths: PathTable
  /** `EntryKind` by node; `notShown` is out of the tree. A node that is in has its parents in, too. */
  readonly kind: Uint8Array
  /** Of a folder all that is below. Sorts by size. */
  readonly bytes: Float64Array
}

export type OpenFolders = { readonly all: boolean; readonly except: readonly number[] }

/** Children of a node that are in the tree. Sizes: largest first; names: folders first, then by bytes. */
export function childrenOf({ paths, kind, bytes }: Outline, node: number, sort: TreeSort): number[] {
  const { end } = paths
  const folders: number[] = []
  const others: number[] = []
  const last = end[node] ?? 0
  for (let at = node + 1; at < last; at = end[at] ?? last) {
    const its = kind[at]
    if (its === notShown) continue
    if (its === EntryKind.folder) folders.push(at)
    else others.push(at)
  }
  for (const other of others) folders.push(other)
  if (sort === 'size') folders.sort((a, b) => (bytes[b] ?? 0) - (bytes[a] ?? 0) || a - b)
  return folders
}

export function hasChildren({ paths, kind }: Outline, node: number): boolean {
  const last = paths.end[node] ?? 0
  for (let at = node + 1; at < last; at = paths.end[at] ?? last) if (kind[at] !== notShown) return true
  return false
}

/** Rows in order; the root itself is none. Half a million take a few milliseconds: no array or object a folder. */
export function flatten(outline: Outline, sort: TreeSort, open: OpenFolders): Int32Array {
  const { end, count } = outline.paths
  const except = new Set(open.except)
  const order = new Int32Array(count)
  const waiting: number[] = []
  let rows = 0
  const add = (folder: number) => {
    const leaves = sort === 'name' ? leavesOf(outline, folder) : undefined
    if (leaves === undefined) {
      const children = childrenOf(outline, folder, sort)
      for (let i = children.length - 1; i >= 0; i -= 1) waiting.push(children[i] ?? 0)
      return
    }
    for (const leaf of leaves) {
      order[rows] = leaf
      rows += 1
    }
  }
  add(0)
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order[rows] = node
    rows += 1
    if ((end[node] ?? 0) > node + 1 && open.all !== except.has(node)) add(node)
  }
  return order.slice(0, rows)
}

/** What is in a folder that holds nothing to open, as it comes; undefined for any other folder. */
function leavesOf({ paths, kind }: Outline, folder: number): readonly number[] | undefined {
  const last = paths.end[folder] ?? 0
  const leaves: number[] = []
  for (let at = folder + 1; at < last; at += 1) {
    if ((paths.end[at] ?? 0) > at + 1) return undefined
    const its = kind[at]
    if (its === EntryKind.folder) return undefined
    if (its !== notShown) leaves.push(at)
  }
  return leaves
}

/** Folders above, without the root. */
export function depthOf({ parent }: PathTable, node: number): number {
  let depth = 0
  for (let at = parent[node] ?? 0; at > 0; at = parent[at] ?? 0) depth += 1
  return depth
}

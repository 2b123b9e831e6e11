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

/** Nodes in the order of the screen. */
export type Flat = { readonly order: Int32Array; readonly depth: Uint32Array }

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

/** The root itself is no row. */
export function flatten(outline: Outline, sort: TreeSort, open: OpenFolders): Flat {
  const { count, end } = outline.paths
  const except = new Set(open.except)
  const order = new Int32Array(count)
  const depth = new Uint32Array(count)
  const waiting = new Int32Array(count)
  const levels = new Uint32Array(count)
  let left = 0
  let rows = 0
  const push = (node: number, level: number) => {
    const children = childrenOf(outline, node, sort)
    for (let i = children.length - 1; i >= 0; i -= 1) {
      waiting[left] = children[i] ?? 0
      levels[left] = level
      left += 1
    }
  }
  push(0, 0)
  while (left > 0) {
    left -= 1
    const node = waiting[left] ?? 0
    const level = levels[left] ?? 0
    order[rows] = node
    depth[rows] = level
    rows += 1
    if ((end[node] ?? 0) > node + 1 && open.all !== except.has(node)) push(node, level + 1)
  }
  return { order: order.slice(0, rows), depth: depth.slice(0, rows) }
}

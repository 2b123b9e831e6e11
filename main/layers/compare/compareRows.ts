import type {
  CompareChange,
  CompareQuery,
  CompareRow,
  CompareRows,
  CompareSide,
} from '@shared/domain/compare'
import type { RowFound } from '@shared/domain/contents'
import { cut } from '@shared/text'
import { EntryKind } from '../layerIndex'
import { nameTest } from '../rows/nameFilter'
import { depthOf, flatten, hasChildren, notShown, type OpenFolders, type Outline } from '../rows/outline'
import { sizeOf } from '../rows/sums'
import { factsOf, longestText, nodeKind } from '../rows/treeRow'
import { keptFor } from '../stack/lru'
import { nameOf, parentsOf, pathOf } from '../stack/names'
import { belowOf } from './below'
import type { Comparison } from './comparison'
import { changeNames, inodeAt, type Side, standingAt } from './side'

type Listing = { readonly outline: Outline; readonly open: OpenFolders; readonly order: Int32Array }

const kept = keptFor<Comparison, string, Listing>(() => 2)

/** Rows of both filesystems as one tree, unchanged paths too where no filter leaves them out. Size sorts by the change of bytes. */
export function compareRows(
  comparison: Comparison,
  query: CompareQuery,
  from: number,
  count: number,
): CompareRows {
  const { outline, open, order } = listingOf(comparison, query)
  const except = new Set(open.except)
  const rows = Array.from(order.subarray(from, from + count), (node) => {
    const canOpen = hasChildren(outline, node)
    return {
      ...rowOf(comparison, node),
      depth: depthOf(comparison.paths, node),
      hasChildren: canOpen,
      isOpen: canOpen && open.all !== except.has(node),
    }
  })
  return { total: order.length, from, rows }
}

/** Row of a path, -1 where the query does not show it, and the folders to open for it, outermost first. */
export function findCompareRow(comparison: Comparison, query: CompareQuery, node: number): RowFound {
  const { paths } = comparison
  if (node < 1 || node >= paths.count) return { row: -1, parents: [] }
  return { row: listingOf(comparison, query).order.indexOf(node), parents: parentsOf(paths, node) }
}

function listingOf(comparison: Comparison, query: CompareQuery): Listing {
  return kept(comparison, JSON.stringify(query), () => makeListing(comparison, query))
}

function makeListing(comparison: Comparison, { filter, sort, open }: CompareQuery): Listing {
  const { name = '', changes, atLeast = 0 } = filter ?? {}
  const isFiltered = name.trim() !== '' || changes !== undefined || atLeast > 0
  const outline = {
    paths: comparison.paths,
    kind: isFiltered ? filteredKinds(comparison, { name, changes, atLeast }) : comparison.kind,
    bytes: sort === 'size' ? changedBytes(comparison) : new Float64Array(),
  }
  return { outline, open, order: flatten(outline, sort, open) }
}

type Wanted = {
  readonly name: string
  readonly changes: readonly CompareChange[] | undefined
  readonly atLeast: number
}

function filteredKinds(comparison: Comparison, { name, changes, atLeast }: Wanted): Uint8Array {
  const { paths } = comparison
  const kind = new Uint8Array(paths.count).fill(notShown)
  const hasName = name.trim() === '' ? undefined : nameTest(paths, name)
  const passes = (node: number) => {
    if (changes !== undefined) {
      const change = changeAt(comparison, node)
      if (change === undefined || !changes.includes(change)) return false
    }
    const bytes = Math.max(ownBytes(comparison.left, node), ownBytes(comparison.right, node))
    if (atLeast > 0 && (isFolderAt(comparison, node) || bytes < atLeast)) return false
    return hasName === undefined || hasName(node)
  }
  for (let node = paths.count - 1; node > 0; node -= 1) {
    if (comparison.kind[node] === notShown) continue
    if (kind[node] === notShown && !passes(node)) continue
    const above = paths.parent[node] ?? 0
    kind[node] = comparison.kind[node] ?? notShown
    kind[above] = comparison.kind[above] ?? notShown
  }
  return kind
}

function changedBytes({ left, right, paths }: Comparison): Float64Array {
  const bytes = new Float64Array(paths.count)
  for (let node = 0; node < bytes.length; node += 1)
    bytes[node] = Math.abs((right.bytes[node] ?? 0) - (left.bytes[node] ?? 0))
  return bytes
}

function changeAt({ changes }: Comparison, node: number): CompareChange | undefined {
  return changeNames[(changes[node] ?? 0) - 1]
}

function isFolderAt({ kind }: Comparison, node: number): boolean {
  return kind[node] === EntryKind.folder
}

function ownBytes(side: Side, node: number): number {
  const inode = inodeAt(side, node)
  return inode === undefined ? 0 : sizeOf(side.model, inode)
}

function rowOf(comparison: Comparison, node: number): Omit<CompareRow, 'depth' | 'hasChildren' | 'isOpen'> {
  const { paths, moves } = comparison
  const left = compareSide(comparison.left, node)
  const right = compareSide(comparison.right, node)
  const leftBytes = comparison.left.bytes[node] ?? 0
  const rightBytes = comparison.right.bytes[node] ?? 0
  const isFolder = isFolderAt(comparison, node)
  const change = changeAt(comparison, node)
  const other = moves.get(node)
  return {
    node,
    name: cut(nameOf(paths, node), longestText),
    isFolder,
    ...(change === undefined ? {} : { change }),
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
    delta: rightBytes - leftBytes,
    leftBytes,
    rightBytes,
    ...(other === undefined ? {} : { movedPath: cut(pathOf(paths, other), longestText) }),
    ...((paths.end[node] ?? 0) > node + 1 ? { below: belowOf(comparison, node) } : {}),
  }
}

export function compareSide(side: Side, node: number): CompareSide | undefined {
  const standing = standingAt(side, node)
  if (standing === undefined) return undefined
  const raw =
    standing.entry < 0 ? EntryKind.folder : side.model.layers[standing.layer]?.entries.kind[standing.entry]
  return {
    kind: nodeKind(raw),
    bytes: raw === EntryKind.folder ? (side.bytes[node] ?? 0) : ownBytes(side, node),
    ...factsOf(side.model, standing),
    layer: standing.layer,
  }
}

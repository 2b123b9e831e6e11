import type { CompareSummary } from '@shared/domain/compare'
import { sizeOf } from '../rows/sums'
import { pathOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'
import type { Comparison } from './comparison'
import { changeNames, inodeAt, type Side } from './side'

const mostFolders = 200

type FolderLine = CompareSummary['folders'][number]

/** By node: what lies in a folder itself, not in its sub-folders. */
type Own = {
  readonly delta: Float64Array
  readonly moved: Float64Array
  /** In the order of `changeNames`; both paths of a move. */
  readonly counts: readonly Uint32Array[]
}

/**
 * Folders by what changed right in them. When there are more than fit, the rest is counted with the nearest folder above that
 * is in the list, so that the deltas always add up to the whole.
 */
export function folderDeltas(comparison: Comparison): readonly FolderLine[] {
  const { paths } = comparison
  const own = ownSums(comparison)
  const nodes: number[] = []
  for (let node = 0; node < paths.count; node += 1)
    if (own.counts.some((counts) => (counts[node] ?? 0) > 0)) nodes.push(node)
  nodes.sort((a, b) => (own.moved[b] ?? 0) - (own.moved[a] ?? 0) || a - b)
  const listed = new Set(nodes.length <= mostFolders ? nodes : [0, ...nodes.slice(0, mostFolders - 1)])
  for (const node of nodes.toSorted((a, b) => b - a))
    if (!listed.has(node)) giveUp(comparison, own, node, listed)
  const moves = movesIn(comparison, listed)
  const lines = [...listed].map((node): FolderLine => {
    const at = (place: number) => own.counts[place]?.[node] ?? 0
    return {
      path: pathOf(paths, node),
      delta: own.delta[node] ?? 0,
      counts: { added: at(0), removed: at(1), changed: at(2), metadata: at(3), moved: moves.get(node) ?? 0 },
    }
  })
  const byBytes = (a: FolderLine, b: FolderLine) => Math.abs(b.delta) - Math.abs(a.delta)
  return lines.sort((a, b) => byBytes(a, b) || (a.path < b.path ? -1 : 1))
}

function giveUp({ paths }: Comparison, own: Own, node: number, listed: ReadonlySet<number>): void {
  const above = listedAbove(paths, node, listed)
  own.delta[above] = (own.delta[above] ?? 0) + (own.delta[node] ?? 0)
  for (const counts of own.counts) counts[above] = (counts[above] ?? 0) + (counts[node] ?? 0)
}

function listedAbove(paths: PathTable, node: number, listed: ReadonlySet<number>): number {
  let above = node
  while (above > 0 && !listed.has(above)) above = paths.parent[above] ?? 0
  return above
}

/** Moves out of each folder of the list, into it or within it; one counts once for a folder. */
function movesIn({ paths, moves }: Comparison, listed: ReadonlySet<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const [from, to] of moves) {
    if (from > to) continue
    const folders = [from, to].map((node) => listedAbove(paths, paths.parent[node] ?? 0, listed))
    for (const folder of new Set(folders)) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return counts
}

function ownSums(comparison: Comparison): Own {
  const { paths, changes, left, right } = comparison
  const delta = new Float64Array(paths.count)
  const moved = new Float64Array(paths.count)
  const counts = changeNames.map(() => new Uint32Array(paths.count))
  const leftBytes = firstNames(comparison, left)
  const rightBytes = firstNames(comparison, right)
  for (let node = 1; node < paths.count; node += 1) {
    const folder = paths.parent[node] ?? 0
    const bytes = (rightBytes[node] ?? 0) - (leftBytes[node] ?? 0)
    delta[folder] = (delta[folder] ?? 0) + bytes
    moved[folder] = (moved[folder] ?? 0) + Math.abs(bytes)
    const its = counts[(changes[node] ?? 0) - 1]
    if (its !== undefined) its[folder] = (its[folder] ?? 0) + 1
  }
  return { delta, moved, counts }
}

/** Bytes of each file at its first name only. */
function firstNames({ paths }: Comparison, side: Side): Float64Array {
  const bytes = new Float64Array(paths.count)
  const seen = new Uint8Array(side.model.firstEntry.at(-1) ?? 0)
  for (let node = 1; node < paths.count; node += 1) {
    const inode = inodeAt(side, node)
    if (inode === undefined || seen[inode] === 1) continue
    seen[inode] = 1
    bytes[node] = sizeOf(side.model, inode)
  }
  return bytes
}

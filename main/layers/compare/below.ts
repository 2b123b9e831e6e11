import type { CompareCounts } from '@shared/domain/compare'
import type { Comparison } from './comparison'
import { CompareCode, changeNames } from './side'

const kept = new WeakMap<Comparison, readonly Int32Array[]>()

/**
 * Changed paths below a folder; of the root, in the whole filesystems. A move has two paths and counts once: for each folder that
 * it leaves, comes to, or stays in.
 */
export function belowOf(comparison: Comparison, node: number): CompareCounts {
  const counts = countsOf(comparison)
  const at = (place: number) => counts[place]?.[node] ?? 0
  return { added: at(0), removed: at(1), changed: at(2), metadata: at(3), moved: at(4) }
}

export function totalCounts(comparison: Comparison): CompareCounts {
  return belowOf(comparison, 0)
}

function countsOf(comparison: Comparison): readonly Int32Array[] {
  const known = kept.get(comparison)
  if (known !== undefined) return known
  const { changes, paths } = comparison
  const counts = changeNames.map((_, place) => {
    const below = new Int32Array(paths.count)
    if (place + 1 === CompareCode.moved) countOnce(comparison, below)
    for (let node = paths.count - 1; node > 0; node -= 1) {
      const above = paths.parent[node] ?? 0
      const own = changes[node] === place + 1 ? 1 : 0
      below[above] = (below[above] ?? 0) + (below[node] ?? 0) + own
    }
    return below
  })
  kept.set(comparison, counts)
  return counts
}

/** From the nearest folder that holds both paths of a move on upward, one of the two is too many. */
function countOnce({ moves, paths }: Comparison, below: Int32Array): void {
  for (const [from, to] of moves) {
    if (from > to) continue
    let one = from
    let other = to
    // A node comes after its parent.
    while (one !== other) {
      if (one > other) one = paths.parent[one] ?? 0
      else other = paths.parent[other] ?? 0
    }
    below[one] = (below[one] ?? 0) - 1
  }
}

import type { CompareChange } from '@shared/domain/compare'
import type { Comparison } from './comparison'
import { changeNames } from './side'

type Counts = Readonly<Record<CompareChange, number>>

const kept = new WeakMap<Comparison, readonly Uint32Array[]>()

/** Changed paths below a folder. Both paths of a move count where they lie. */
export function belowOf(comparison: Comparison, node: number): Counts {
  const counts = countsOf(comparison)
  const at = (place: number) => counts[place]?.[node] ?? 0
  return { added: at(0), removed: at(1), changed: at(2), metadata: at(3), moved: at(4) }
}

/** Of the whole filesystems; a move counts once. */
export function totalCounts(comparison: Comparison): Counts {
  const all = belowOf(comparison, 0)
  return { ...all, moved: comparison.moves.size / 2 }
}

function countsOf(comparison: Comparison): readonly Uint32Array[] {
  const known = kept.get(comparison)
  if (known !== undefined) return known
  const { changes, paths } = comparison
  const counts = changeNames.map((_, place) => {
    const below = new Uint32Array(paths.count)
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

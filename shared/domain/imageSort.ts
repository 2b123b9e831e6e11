import type { ImageRow } from './image'
import { firstName } from './imageNames'

export type ImageSortKey =
  | 'reference'
  | 'id'
  | 'created'
  | 'size'
  | 'unique'
  | 'use'
  | 'lastUsed'
  | 'naming'
  | 'platform'
  | 'digest'
export type ImageSort = { readonly key: ImageSortKey; readonly direction: 'ascending' | 'descending' }

const namingRank = { tagged: 0, digestOnly: 1, dangling: 2, intermediate: 3 } as const
// One collator: making one a comparison costs more than the sort. `numeric`: 1.9 before 1.10.
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' })

type Compare = (a: ImageRow, b: ImageRow) => number

const comparisons: Readonly<Record<ImageSortKey, Compare>> = {
  reference: (a, b) => present(firstName(a), firstName(b), names.compare),
  id: (a, b) => plain(a.id, b.id),
  created: (a, b) => present(a.created, b.created, (x, y) => x - y),
  size: (a, b) => a.size - b.size,
  unique: (a, b) => present(a.unique, b.unique, (x, y) => x - y),
  use: (a, b) => a.running - b.running || a.stopped - b.stopped,
  lastUsed: (a, b) => present(lastUseOf(a), lastUseOf(b), (x, y) => x - y),
  naming: (a, b) => namingRank[a.naming] - namingRank[b.naming],
  platform: (a, b) => present(a.platform, b.platform, names.compare),
  digest: (a, b) => present(a.digests[0], b.digests[0], plain),
}

/** What runs is used now. Not Infinity: the difference of two of them must be a number. */
function lastUseOf(row: ImageRow): number | undefined {
  return row.running > 0 ? Number.MAX_SAFE_INTEGER : row.ledger?.lastUsed
}

function plain(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What is missing stands after what is there in either direction: an infinite result says so to `imageCompare`. */
function present<T>(a: T | undefined, b: T | undefined, compare: (a: T, b: T) => number): number {
  if (a === undefined || b === undefined) {
    if (a === b) return 0
    return a === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  }
  return compare(a, b)
}

/** A total order: equal rows stand newest first, then by id, so that a list never shuffles. */
export function imageCompare(sort: ImageSort): Compare {
  const compare = comparisons[sort.key]
  const sign = sort.direction === 'ascending' ? 1 : -1
  return (a, b) => {
    const result = compare(a, b)
    if (result !== 0) return Number.isFinite(result) ? result * sign : Math.sign(result)
    return (b.created ?? 0) - (a.created ?? 0) || plain(a.id, b.id)
  }
}

export function sortImages(rows: readonly ImageRow[], sort: ImageSort): ImageRow[] {
  return [...rows].sort(imageCompare(sort))
}

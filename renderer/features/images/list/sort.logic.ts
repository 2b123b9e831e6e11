import type { ImageRow } from '@shared/domain/image'
import { sortImages } from '@shared/domain/imageSort'
import type { ColumnKey } from './columnChoice.logic'
import { type RowStatus, statusOf } from './status.logic'

export type ListSort = { readonly key: ColumnKey; readonly direction: 'ascending' | 'descending' }

export const newestFirst: ListSort = { key: 'created', direction: 'descending' }

const statusRank: Readonly<Record<RowStatus, number>> = {
  going: 0,
  running: 1,
  stopped: 2,
  unused: 3,
  dangling: 4,
  intermediate: 5,
}

/** A job that begins does not move rows under the hand: what is going sorts by what it was. */
export function sortRows(rows: readonly ImageRow[], sort: ListSort): readonly ImageRow[] {
  if (sort.key !== 'status') return sortImages(rows, { key: sort.key, direction: sort.direction })
  const sign = sort.direction === 'ascending' ? 1 : -1
  const newest = sortImages(rows, { key: 'created', direction: 'descending' })
  return newest.sort((a, b) => sign * (statusRank[statusOf(a, false)] - statusRank[statusOf(b, false)]))
}

const startsDescending: readonly ColumnKey[] = ['created', 'unique', 'size', 'use', 'lastUsed']

/** The same column turns around; another one begins with what is looked for most: newest, biggest, most used. */
export function nextSort(sort: ListSort, key: ColumnKey): ListSort {
  if (sort.key === key) return { key, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' }
  return { key, direction: startsDescending.includes(key) ? 'descending' : 'ascending' }
}

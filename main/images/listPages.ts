import type { ImageListPage, ImageRow, ListFreshness } from '@shared/domain/image'
import { packRows } from '@shared/domain/imageRows'

/** Characters of one list message, so that with its envelope it stays below 1 MB (limits.md B18). */
export const maxPageChars = 900_000

/** About how many characters a row takes once packed; never less than it really does for names of the grammar. */
export function rowWeight(row: ImageRow): number {
  let weight = 125
  for (const tag of row.tags) weight += tag.length + 3
  for (const digest of row.digests) weight += digest.length + 3
  for (const name of row.usedBy) weight += name.length + 14
  if (row.platform !== undefined) weight += row.platform.length + 12
  if (row.parentId !== undefined) weight += 85
  for (const doubt of row.uniqueAbout ?? []) weight += doubt.length + 14
  if (row.was !== undefined) weight += row.was.tag.length + 150
  if (row.ledger !== undefined) weight += 60
  return weight
}

/** The page that begins at row number `cursor`: as many rows as fit, at least one. */
export function pageOf(
  rows: readonly ImageRow[],
  cursor: number,
  about: { readonly revision: number; readonly freshness: ListFreshness },
): ImageListPage {
  let chars = 0
  let end = cursor
  while (end < rows.length) {
    const row = rows[end]
    if (row === undefined) break
    chars += rowWeight(row)
    if (chars > maxPageChars && end > cursor) break
    end += 1
  }
  return {
    ...about,
    total: rows.length,
    rows: JSON.stringify(packRows(rows.slice(cursor, end))),
    ...(end < rows.length ? { next: end } : {}),
  }
}

import type { ImageListPage, ImageRow, ImagesChange } from '@shared/domain/image'
import type { ImageFilter } from '@shared/domain/imageFilter'
import { type PackedRows, unpackRows } from '@shared/domain/imageRows'
import { strata, unwrap } from './client'
import { applyChange, type ImagesSnapshot, snapshotOf } from './images.logic'

/** The filters that only main can answer: it holds the labels and knows what a reference names. */
export type ImageMatch = Pick<ImageFilter, 'labels' | 'before' | 'since' | 'reference'>

const attempts = 4

/**
 * All pages of one revision, and on top of them the changes that came while they were read. A list that moved
 * between two pages, or a change that does not follow on it, is read again.
 */
export async function loadImages(): Promise<ImagesSnapshot> {
  const missed: ImagesChange[] = []
  const stop = strata().images.onChanged((change) => missed.push(change))
  try {
    for (let attempt = 1; ; attempt++) {
      missed.length = 0
      const { snapshot, steady } = await readPages()
      const current = missed.reduce<ImagesSnapshot | 'refetch'>(
        (held, change) => (held === 'refetch' ? held : applyChange(held, change)),
        snapshot,
      )
      if (steady && current !== 'refetch') return current
      // The last attempt is taken as it is: the next event brings it right or asks again.
      if (attempt === attempts) return snapshot
    }
  } finally {
    stop()
  }
}

async function readPages(): Promise<{ snapshot: ImagesSnapshot; steady: boolean }> {
  const first = await unwrap(strata().images.list({}))
  // The next page is on its way while this one is read.
  let next = pageAfter(first)
  const rows = rowsOf(first.rows)
  let steady = true
  while (next !== undefined) {
    const page = await next
    next = pageAfter(page)
    if (page.revision !== first.revision) steady = false
    for (const row of rowsOf(page.rows)) rows.push(row)
  }
  return { snapshot: snapshotOf(rows, first.revision, first.freshness), steady }
}

function pageAfter({ next }: ImageListPage): Promise<ImageListPage> | undefined {
  if (next === undefined) return undefined
  const page = unwrap(strata().images.list({ cursor: next }))
  // Awaited later; until then a failure is nobody's.
  page.catch(() => {})
  return page
}

/** Ids of the images that a main-side filter lets through. */
export async function loadMatch(match: ImageMatch): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  let cursor: number | undefined
  do {
    const page = await unwrap(strata().images.list({ ...match, ...(cursor === undefined ? {} : { cursor }) }))
    for (const row of rowsOf(page.rows)) ids.add(row.id)
    cursor = page.next
  } while (cursor !== undefined)
  return ids
}

/** The text is our own main's, made by packRows. */
function rowsOf(text: string): ImageRow[] {
  const packed: unknown = JSON.parse(text)
  return unpackRows(packed as PackedRows)
}

import type { ImageId, ImageRow, ImagesChange, ListFreshness } from '@shared/domain/image'

export type ImagesSnapshot = {
  readonly revision: number
  readonly freshness: ListFreshness
  readonly byId: ReadonlyMap<ImageId, ImageRow>
  readonly rows: readonly ImageRow[]
}

export function snapshotOf(
  rows: readonly ImageRow[],
  revision: number,
  freshness: ListFreshness,
): ImagesSnapshot {
  const byId = new Map<ImageId, ImageRow>()
  for (const row of rows) byId.set(row.id, row)
  return { revision, freshness, byId, rows: byId.size === rows.length ? rows : [...byId.values()] }
}

/** 'refetch' when the change does not follow on what is held: a revision was missed, or all is to be read again. */
export function applyChange(held: ImagesSnapshot, change: ImagesChange): ImagesSnapshot | 'refetch' {
  if (change.type === 'reset') return 'refetch'
  if (change.revision <= held.revision) return held
  if (change.revision !== held.revision + 1) return 'refetch'
  const byId = new Map(held.byId)
  for (const id of change.removed) byId.delete(id)
  for (const row of change.upserted) byId.set(row.id, row)
  return { revision: change.revision, freshness: held.freshness, byId, rows: [...byId.values()] }
}

/** Ids that a change touches, so that only their details are asked again; undefined means any. */
export function touchedBy(change: ImagesChange): ReadonlySet<ImageId> | undefined {
  if (change.type === 'reset') return undefined
  return new Set([...change.upserted.map((row) => row.id), ...change.removed])
}

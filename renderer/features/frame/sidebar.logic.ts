import type { ImageRow } from '@shared/domain/image'

/** Images as `docker images` counts them: the steps of builds only when they are shown. */
export function countShown(rows: readonly ImageRow[], intermediate: boolean): number {
  if (intermediate) return rows.length
  return rows.reduce((count, row) => (row.naming === 'intermediate' ? count : count + 1), 0)
}

import { type ImageRow, useOf as usageOf } from '@shared/domain/image'

export type RowStatus = 'going' | 'running' | 'stopped' | 'unused' | 'dangling' | 'intermediate'

/** The one word for a row: what is happening to it, else who uses it, else what it is. */
export function statusOf(row: ImageRow, going: boolean): RowStatus {
  if (going) return 'going'
  const use = usageOf(row)
  if (use !== 'unused') return use
  if (row.naming === 'dangling' || row.naming === 'intermediate') return row.naming
  return 'unused'
}

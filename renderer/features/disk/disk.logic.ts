import type { DiskRow } from '@shared/domain/disk'

export function sumOf(rows: readonly DiskRow[]): { readonly size: number; readonly reclaimable: number } {
  return rows.reduce(
    (sum, row) => ({ size: sum.size + row.size, reclaimable: sum.reclaimable + row.reclaimable }),
    { size: 0, reclaimable: 0 },
  )
}

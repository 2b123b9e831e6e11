import type { ImageRow } from '@shared/domain/image'

/** The sum of sizes: shared layers are in it once for each image. */
export function sumOfSizes(rows: readonly ImageRow[]): number {
  let sum = 0
  for (const row of rows) sum += row.size
  return sum
}

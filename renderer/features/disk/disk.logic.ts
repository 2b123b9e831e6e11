import { shortId } from '@shared/domain/digest'
import type { DiskImage, DiskRow } from '@shared/domain/disk'

/** Images that are drawn: beyond these the bars say nothing. */
export const drawn = 25

export type DiskBar = {
  readonly id: string
  readonly name: string
  readonly moreNames: number
  readonly size: number
  readonly shared: number | undefined
  /** Of the largest one, 0..1: what it shares, and the rest. */
  readonly sharedShare: number
  readonly ownShare: number
}

export function diskBars(images: readonly DiskImage[]): readonly DiskBar[] {
  const largest = Math.max(1, ...images.slice(0, 1).map(({ size }) => size))
  return images.slice(0, drawn).map(({ id, tags, repoDigests, size, sharedSize }) => {
    const shared = sharedSize === undefined ? 0 : Math.min(size, sharedSize)
    return {
      id,
      name: tags[0] ?? repoDigests[0] ?? shortId(id),
      moreNames: Math.max(0, tags.length - 1),
      size,
      shared: sharedSize,
      sharedShare: shared / largest,
      ownShare: (size - shared) / largest,
    }
  })
}

export function sumOf(rows: readonly DiskRow[]): { readonly size: number; readonly reclaimable: number } {
  return rows.reduce(
    (sum, row) => ({ size: sum.size + row.size, reclaimable: sum.reclaimable + row.reclaimable }),
    { size: 0, reclaimable: 0 },
  )
}

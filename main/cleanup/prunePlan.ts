import type { ImageStore } from '@shared/domain/engine'
import type { ContainerUse, ImageId, ImageRow } from '@shared/domain/image'
import type { DanglingReason, PruneItem, PrunePlan } from '@shared/domain/removal'

export type PruneFacts = {
  readonly store: ImageStore
  readonly rows: readonly ImageRow[]
  readonly containersOf: (id: ImageId) => readonly ContainerUse[]
  /** The engine's own list of dangling images, with its shared sizes: what counts as dangling is its word (moby#30307). */
  readonly dangling: ReadonlyMap<ImageId, { readonly size: number; readonly sharedSize?: number }>
}

/** Pure: the dangling images, why each is, what it weighs and what holds it. */
export function planPrune({ store, rows, containersOf, dangling }: PruneFacts): PrunePlan {
  const items = rows
    .filter((row) => row.naming === 'dangling' && dangling.has(row.id))
    .map((row): PruneItem => {
      const users = containersOf(row.id)
      const sharedSize = dangling.get(row.id)?.sharedSize
      // The containerd store's shared sizes are wrong (moby#52476): no number is better than a false one.
      const uniqueSize = store === 'classic' && sharedSize !== undefined ? row.size - sharedSize : undefined
      return {
        imageId: row.id,
        size: row.size,
        ...(uniqueSize === undefined ? {} : { uniqueSize: Math.max(0, uniqueSize) }),
        ...(row.created === undefined ? {} : { created: row.created }),
        why: reasonOf(row),
        ...(users.length === 0 ? {} : { blockedBy: users }),
      }
    })
  const free = items.filter((item) => item.blockedBy === undefined)
  const known = free.every((item) => item.uniqueSize !== undefined)
  return {
    items,
    keptDigestOnly: rows.filter((row) => row.naming === 'digestOnly' && row.running + row.stopped === 0)
      .length,
    ...(known ? { atLeastBytes: free.reduce((sum, item) => sum + (item.uniqueSize ?? 0), 0) } : {}),
  }
}

function reasonOf({ was }: ImageRow): DanglingReason {
  if (was === undefined) return { type: 'unnamed' }
  const { tag, until, movedTo } = was
  return movedTo === undefined
    ? { type: 'untagged', tag, until }
    : { type: 'tagMoved', tag, until, to: movedTo }
}

import type { CacheItem, CleanupContainer, CleanupItem, CleanupSummary } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageId } from '@shared/domain/image'
import type { RemovalStep } from '@shared/domain/removal'
import { planCache } from './cachePlan'
import { cleanupCommand } from './cleanupCommand'
import type { CleanupFacts, PlannedContainer } from './facts'
import { planImages } from './imagePlan'
import type { PlannedItem } from './planItem'

/** A plan whole, as it is kept until it is carried out. */
export type CleanupPlan = {
  readonly summary: Omit<CleanupSummary, 'id'>
  readonly items: readonly CleanupItem[]
  readonly cache: readonly CacheItem[]
  readonly containers: readonly PlannedContainer[]
  /** In their order. */
  readonly steps: readonly RemovalStep[]
  /** Images that go, with the parents that go along. */
  readonly deleted: readonly ImageId[]
  readonly command: string
}

/** Missing targets that are named. */
const missingShown = 100

/** Pure: what the request would do, what holds what, and the bytes. Throws INPUT_INVALID {field} for a malformed glob. */
export function planCleanup(request: CleanupRequest, facts: CleanupFacts): CleanupPlan {
  const { items, containers, deleted, missing } = planImages(request, facts)
  const cache = planCache(request, facts)
  const going = cache.filter(({ verdict }) => verdict === 'removed')
  const steps = items.flatMap((item) => item.steps)
  return {
    summary: {
      at: facts.now,
      images: counted(items, { deleted: 0, untagged: 0, blocked: 0, kept: 0 }),
      cache: counted(cache, { removed: 0, blocked: 0, kept: 0 }),
      containers: containers.map(withoutTimes),
      reclaim: facts.sizes.reclaim({
        images: deleted,
        containers: containers.map(({ id }) => id),
        cacheRecords: going.map(({ id }) => id),
      }),
      missing: missing.slice(0, missingShown),
    },
    items: items.map((item) => shown(item, facts)),
    cache,
    containers,
    steps,
    deleted,
    command: cleanupCommand({ containers, steps, cache: going }),
  }
}

function withoutTimes(container: PlannedContainer): CleanupContainer {
  const { created: _, finished: __, ...rest } = container
  return rest
}

function shown(planned: PlannedItem, { sizes }: CleanupFacts): CleanupItem {
  const { steps: _, ...item } = planned
  if (item.verdict === 'untagged') return item
  return { ...item, alone: sizes.reclaim({ images: [item.imageId, ...item.parents] }) }
}

function counted<V extends string>(
  items: readonly { readonly verdict: V }[],
  none: Readonly<Record<V, number>>,
): Readonly<Record<V, number>> {
  const counts: Record<V, number> = { ...none }
  for (const { verdict } of items) counts[verdict] += 1
  return counts
}

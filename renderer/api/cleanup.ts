import type { CacheItem, CleanupItem, CleanupSummary } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { keepPreviousData, queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { strata, unwrap } from './client'
import { type Loaded, loaded } from './hooks'
import { keys } from './keys'

export type WholePlan = {
  readonly plan: CleanupSummary
  readonly items: readonly CleanupItem[]
  readonly cache: readonly CacheItem[]
}

async function loadPlan(request: CleanupRequest): Promise<WholePlan> {
  const first = await unwrap(strata().cleanup.plan(request))
  const items = [...first.items]
  const cache = [...first.cache]
  for (let cursor = first.next; cursor !== undefined; ) {
    const page = await unwrap(strata().cleanup.page({ planId: first.plan.id, cursor }))
    items.push(...page.items)
    cache.push(...page.cache)
    cursor = page.next
  }
  return { plan: first.plan, items, cache }
}

const cleanupQuery = (request: CleanupRequest) =>
  queryOptions({
    queryKey: keys.cleanup(request),
    queryFn: () => loadPlan(request),
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })

/** The last plan stays in sight while a new one is made. Undefined: nothing to ask for. */
export function useCleanupPlan(request: CleanupRequest | undefined): Loaded<WholePlan> {
  const options = cleanupQuery(request ?? {})
  return loaded(
    useQuery({
      ...options,
      queryFn: request === undefined ? skipToken : options.queryFn,
      placeholderData: keepPreviousData,
    }),
  )
}

/** The docker commands that do the same as the plan. */
export function useCleanupCommand(planId: string | undefined): Loaded<{ readonly text: string }> {
  const id = planId ?? ''
  return loaded(
    useQuery({
      queryKey: keys.cleanupCommand(id),
      queryFn: planId === undefined ? skipToken : () => unwrap(strata().cleanup.command({ planId: id })),
      gcTime: 0,
    }),
  )
}

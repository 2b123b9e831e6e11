import type { CacheItem } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { BuildCacheRecord } from '@shared/domain/disk'
import { dayMs } from '@shared/domain/ledger'
import { cut, harmless } from '@shared/text'
import type { CleanupFacts } from './facts'

/** Characters of a record's own words: a step can be a whole script. */
const maxDescription = 200

/** Pure: the records that the request fits, leaves first, which is the order in which they can go. */
export function planCache(request: CleanupRequest, facts: CleanupFacts): readonly CacheItem[] {
  const { buildCache, except = [] } = request
  if (buildCache === undefined) return []
  const unticked = new Set(except)
  const asked = facts.cache.filter((record) => fits(buildCache, record, facts.now))
  const keeps = new Map<string, NonNullable<CacheItem['keep']>>()
  for (const { id, shared } of asked) {
    if (unticked.has(id)) keeps.set(id, 'unticked')
    else if (shared && buildCache.all !== true) keeps.set(id, 'shared')
  }
  const free = asked.filter(({ id, inUse }) => !inUse && !keeps.has(id))
  for (const id of recentOf(free, facts.cache, buildCache.keepBytes)) keeps.set(id, 'recent')
  const going = goingOf(facts.cache, new Set(free.flatMap(({ id }) => (keeps.has(id) ? [] : [id]))))
  const items = new Map(asked.map((record) => [record.id, itemOf(record, keeps.get(record.id), going)]))
  return leavesFirst(asked).flatMap(({ id }) => items.get(id) ?? [])
}

function fits(
  { olderThanDays, types }: NonNullable<CleanupRequest['buildCache']>,
  { type, lastUsedAt, createdAt }: BuildCacheRecord,
  now: number,
): boolean {
  const used = lastUsedAt ?? createdAt
  const old = olderThanDays === undefined || (used !== undefined && used <= now - olderThanDays * dayMs)
  return old && (types === undefined || types.length === 0 || types.includes(type))
}

/** The newest used of those that could go, as long as the whole cache stays within `keepBytes` with them. */
function recentOf(
  free: readonly BuildCacheRecord[],
  all: readonly BuildCacheRecord[],
  keepBytes: number | undefined,
): readonly string[] {
  if (keepBytes === undefined) return []
  const ids = new Set(free.map(({ id }) => id))
  let total = all.reduce((sum, { id, size }) => sum + (ids.has(id) ? 0 : size), 0)
  const newestFirst = [...free].sort((a, b) => usedAt(b) - usedAt(a))
  const kept: string[] = []
  for (const { id, size } of newestFirst) {
    if (total + size > keepBytes) break
    total += size
    kept.push(id)
  }
  return kept
}

function usedAt({ lastUsedAt, createdAt }: BuildCacheRecord): number {
  return lastUsedAt ?? createdAt ?? 0
}

/** Of those that may go, the ones on which nothing stands that stays. */
function goingOf(all: readonly BuildCacheRecord[], may: ReadonlySet<string>): ReadonlySet<string> {
  const going = new Set(may)
  for (const { id, parents } of leavesFirst(all)) {
    if (!going.has(id)) for (const parent of parents) going.delete(parent)
  }
  return going
}

/** Every record before those that it stands on. */
function leavesFirst(records: readonly BuildCacheRecord[]): readonly BuildCacheRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const standing = new Map<string, number>()
  for (const { parents } of records) {
    for (const parent of parents) standing.set(parent, (standing.get(parent) ?? 0) + 1)
  }
  const sorted: BuildCacheRecord[] = records.filter(({ id }) => !standing.has(id))
  // Grows while it is walked: a record follows when the last one that stands on it is in.
  for (const { parents } of sorted) {
    for (const parent of parents) {
      const left = (standing.get(parent) ?? 0) - 1
      standing.set(parent, left)
      const record = byId.get(parent)
      if (left === 0 && record !== undefined) sorted.push(record)
    }
  }
  return sorted
}

function itemOf(record: BuildCacheRecord, keep: CacheItem['keep'], going: ReadonlySet<string>): CacheItem {
  const { id, type, description, size, lastUsedAt, inUse } = record
  const base = {
    id,
    recordType: type,
    description: cut(harmless(description), maxDescription),
    bytes: size,
    ...(lastUsedAt === undefined ? {} : { lastUsed: lastUsedAt }),
  }
  if (going.has(id)) return { ...base, verdict: 'removed' }
  if (keep !== undefined) return { ...base, verdict: 'kept', keep }
  return { ...base, verdict: 'blocked', blocker: inUse ? 'inUse' : 'children' }
}

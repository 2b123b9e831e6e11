import type { CacheItem, CleanupItem, CleanupPlanPage, CleanupRow, CleanupRows } from '@shared/domain/cleanup'
import type { KeptPlan } from './planMemory'

/** Characters of one message, so that with its envelope it stays below 1 MB (limits.md B18). */
const maxChars = 900_000

/** Lines from number `cursor` on, as many as fit, at least one. */
export function planPage({ id, plan }: KeptPlan, cursor: number): CleanupPlanPage {
  const summary = { id, ...plan.summary }
  const lines: readonly (CleanupItem | CacheItem)[] = [...plan.items, ...plan.cache]
  const end = endOf(lines, cursor, maxChars - JSON.stringify(summary).length)
  const ofImages = plan.items.length
  return {
    plan: summary,
    items: plan.items.slice(cursor, end),
    cache: plan.cache.slice(Math.max(0, cursor - ofImages), Math.max(0, end - ofImages)),
    ...(end < lines.length ? { next: end } : {}),
  }
}

export function rowsPage(rows: readonly CleanupRow[], cursor: number): CleanupRows {
  const end = endOf(rows, cursor, maxChars)
  return { rows: rows.slice(cursor, end), total: rows.length, ...(end < rows.length ? { next: end } : {}) }
}

function endOf(lines: readonly unknown[], cursor: number, most: number): number {
  let chars = 0
  let end = cursor
  while (end < lines.length) {
    chars += JSON.stringify(lines[end]).length + 1
    if (chars > most && end > cursor) break
    end += 1
  }
  return end
}

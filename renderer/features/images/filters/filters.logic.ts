import { type ImageRow, useOf as usageOf } from '@shared/domain/image'
import type { ImageFilter } from '@shared/domain/imageFilter'
import { compileFilter } from '@shared/domain/imageMatch'
import type { AppError } from '@shared/errors'

export type NamingFilter = 'dangling' | 'digestOnly'

/** What the filter bar holds. */
export type Filters = {
  readonly use: 'inUse' | 'unused' | undefined
  readonly naming: NamingFilter | undefined
  readonly labels: readonly string[]
  readonly before: string | undefined
  readonly since: string | undefined
  readonly reference: string | undefined
  readonly unusedForDays: number | undefined
  readonly olderThanDays: number | undefined
  /** Bytes. */
  readonly biggerThan: number | undefined
}

export const noFilters: Filters = {
  use: undefined,
  naming: undefined,
  labels: [],
  before: undefined,
  since: undefined,
  reference: undefined,
  unusedForDays: undefined,
  olderThanDays: undefined,
  biggerThan: undefined,
}

export function isFiltered(text: string, filters: Filters): boolean {
  return (
    text.trim() !== '' ||
    filters.labels.length > 0 ||
    [
      filters.use,
      filters.naming,
      filters.before,
      filters.since,
      filters.reference,
      filters.unusedForDays,
      filters.olderThanDays,
      filters.biggerThan,
    ].some((value) => value !== undefined)
  )
}

export type Filtered = {
  readonly rows: readonly ImageRow[]
  /** Why a filter can't be used: the rows are then those of the other filters. */
  readonly error: AppError | undefined
}

export type FilterFacts = {
  /** Ids that main found for the label filter; undefined where there is none. */
  readonly labelled: ReadonlySet<string> | undefined
  /** The time (ms) up to which the rows are known. */
  readonly now: number
}

export function filterRows(
  rows: readonly ImageRow[],
  text: string,
  filters: Filters,
  { labelled, now }: FilterFacts,
): Filtered {
  const { use, naming, before, since, reference, unusedForDays, olderThanDays, biggerThan } = filters
  const plain: ImageFilter = {
    text,
    ...(use === undefined ? {} : { use }),
    ...(naming === undefined ? {} : { naming: [naming] }),
    ...(unusedForDays === undefined ? {} : { unusedForDays }),
    ...(olderThanDays === undefined ? {} : { olderThanDays }),
    ...(biggerThan === undefined ? {} : { biggerThan }),
  }
  const named: ImageFilter = {
    ...(before === undefined ? {} : { before }),
    ...(since === undefined ? {} : { since }),
    ...(reference === undefined ? {} : { reference }),
  }
  const full = compileFilter({ ...plain, ...named }, rows, { now })
  const test = full.ok ? full : compileFilter(plain, rows, { now })
  return {
    rows: test.ok
      ? rows.filter((row) => test.value(row) && (labelled === undefined || labelled.has(row.id)))
      : rows,
    error: full.ok ? undefined : full.error,
  }
}

export type FilterCounts = {
  readonly inUse: number
  readonly unused: number
  readonly dangling: number
  readonly digestOnly: number
  readonly intermediate: number
}

/** How many images each quick filter would show, of all of them. */
export function countFilters(rows: readonly ImageRow[]): FilterCounts {
  const counts = { inUse: 0, unused: 0, dangling: 0, digestOnly: 0, intermediate: 0 }
  for (const row of rows) {
    if (row.naming === 'intermediate') {
      counts.intermediate += 1
      continue
    }
    if (usageOf(row) === 'unused') counts.unused += 1
    else counts.inUse += 1
    if (row.naming === 'dangling') counts.dangling += 1
    if (row.naming === 'digestOnly') counts.digestOnly += 1
  }
  return counts
}

import { maxUnusedDays } from '@shared/domain/imageFilter'
import { formatBytes } from '@shared/format'
import type { Filters } from './filters.logic'

export type FilterField =
  | 'label'
  | 'before'
  | 'since'
  | 'reference'
  | 'olderThan'
  | 'unusedFor'
  | 'biggerThan'

export type FilterValue = { readonly field: FilterField; readonly value: string }

/** The filters that have a value, one by one, as a person would type them. */
export function valuesOf(filters: Filters): readonly FilterValue[] {
  const { olderThanDays, unusedForDays, biggerThan } = filters
  const single = (['reference', 'before', 'since'] as const).flatMap((field): readonly FilterValue[] => {
    const value = filters[field]
    return value === undefined ? [] : [{ field, value }]
  })
  return [
    ...filters.labels.map((value): FilterValue => ({ field: 'label', value })),
    ...single,
    ...(olderThanDays === undefined ? [] : [{ field: 'olderThan' as const, value: `${olderThanDays}` }]),
    ...(unusedForDays === undefined ? [] : [{ field: 'unusedFor' as const, value: `${unusedForDays}` }]),
    ...(biggerThan === undefined ? [] : [{ field: 'biggerThan' as const, value: formatBytes(biggerThan) }]),
  ]
}

const names = {
  before: 'before',
  since: 'since',
  reference: 'reference',
  olderThan: 'olderThanDays',
  unusedFor: 'unusedForDays',
  biggerThan: 'biggerThan',
} as const

export function removeValue(filters: Filters, { field, value }: FilterValue): Partial<Filters> {
  if (field === 'label') return { labels: filters.labels.filter((label) => label !== value) }
  return { [names[field]]: undefined }
}

/** What main accepts at most. */
const maxLabels = 20

/**
 * The change that puts a typed value in the place of the old one; an empty value takes it away. Undefined when what was
 * typed is no number of days, or no size.
 */
export function withValue(
  filters: Filters,
  { field, value: old }: FilterValue,
  typed: string,
): Partial<Filters> | undefined {
  const value = typed.trim()
  if (field === 'label') {
    const others = filters.labels.filter((label) => label !== old && label !== value)
    return { labels: value === '' ? others : [...others, value].slice(-maxLabels) }
  }
  if (value === '') return { [names[field]]: undefined }
  if (field === 'before' || field === 'since' || field === 'reference') return { [field]: value }
  const number = field === 'biggerThan' ? bytesTyped(value) : daysTyped(value)
  return number === undefined ? undefined : { [names[field]]: number }
}

function daysTyped(text: string): number | undefined {
  const days = Number(/^(\d{1,6})\s*d?$/i.exec(text)?.[1])
  return days >= 1 && days <= maxUnusedDays ? days : undefined
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/** Decimal, as docker prints them: `500MB`, `1.5 gb`, `300k`, `12000`. */
function bytesTyped(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b?$/i.exec(text) ?? []
  const factor = units[unit.toLowerCase()]
  if (digits === undefined || factor === undefined) return undefined
  const bytes = Math.round(Number(digits) * factor)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

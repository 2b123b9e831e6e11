import type { Filters } from './filters.logic'

export type FilterField = 'label' | 'before' | 'since' | 'reference'

export type FilterValue = { readonly field: FilterField; readonly value: string }

/** The filters that have a value, one by one. */
export function valuesOf(filters: Filters): readonly FilterValue[] {
  const single = (['reference', 'before', 'since'] as const).flatMap((field): readonly FilterValue[] => {
    const value = filters[field]
    return value === undefined ? [] : [{ field, value }]
  })
  return [...filters.labels.map((value): FilterValue => ({ field: 'label', value })), ...single]
}

export function removeValue(filters: Filters, { field, value }: FilterValue): Partial<Filters> {
  if (field === 'label') return { labels: filters.labels.filter((label) => label !== value) }
  return { [field]: undefined }
}

/** What main accepts at most. */
const maxLabels = 20

/** The change that puts a typed value in the place of the old one; an empty value takes it away. */
export function withValue(
  filters: Filters,
  { field, value: old }: FilterValue,
  typed: string,
): Partial<Filters> {
  const value = typed.trim()
  if (field !== 'label') return { [field]: value === '' ? undefined : value }
  const others = filters.labels.filter((label) => label !== old && label !== value)
  return { labels: value === '' ? others : [...others, value].slice(-maxLabels) }
}

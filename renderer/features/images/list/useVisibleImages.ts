import type { ImageRow } from '@shared/domain/image'
import type { AppError } from '@shared/errors'
import { useDeferredValue, useMemo } from 'react'
import { type ImagesSnapshot, useImageMatch, useSettings } from '../../../api'
import { countFilters, type FilterCounts, filterRows } from '../filters/filters.logic'
import { useImagesView } from '../viewState'
import { sortRows } from './sort.logic'

export type VisibleImages = {
  readonly rows: readonly ImageRow[]
  /** How many there are without search and filters. */
  readonly total: number
  readonly counts: FilterCounts
  readonly filterError: AppError | undefined
}

const nothing: readonly ImageRow[] = []

export function useVisibleImages(snapshot: ImagesSnapshot | undefined): VisibleImages {
  const { text, filters, sort } = useImagesView()
  const { showIntermediate } = useSettings()
  const all = snapshot?.rows ?? nothing
  const typed = useDeferredValue(text)
  const labels = useImageMatch(filters.labels.length === 0 ? undefined : { labels: [...filters.labels] })
  const labelled = filters.labels.length === 0 ? undefined : (labels.data ?? emptyMatch)

  const counts = useMemo(() => countFilters(all), [all])
  const base = useMemo(
    () =>
      showIntermediate || counts.intermediate === 0
        ? all
        : all.filter((row) => row.naming !== 'intermediate'),
    [all, showIntermediate, counts],
  )
  const filtered = useMemo(() => filterRows(base, typed, filters, labelled), [base, typed, filters, labelled])
  const rows = useMemo(() => sortRows(filtered.rows, sort), [filtered, sort])
  return { rows, total: base.length, counts, filterError: labels.error ?? filtered.error }
}

const emptyMatch: ReadonlySet<string> = new Set()

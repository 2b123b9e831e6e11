import type { ImageRow } from '@shared/domain/image'
import type { AppError } from '@shared/errors'
import { useDeferredValue, useMemo } from 'react'
import { type ImagesSnapshot, useImageMatch, useSettings } from '../../../api'
import { useNow } from '../../../components'
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
  const minute = useNow('minute')
  // A day more or less shows only when a filter counts days: no list is filtered anew each minute for nothing.
  const countsDays = filters.unusedForDays !== undefined || filters.olderThanDays !== undefined
  const now = countsDays ? knownUntil(snapshot, minute) : 0
  const filtered = useMemo(
    () => filterRows(base, typed, filters, { labelled, now }),
    [base, typed, filters, labelled, now],
  )
  const rows = useMemo(() => sortRows(filtered.rows, sort), [filtered, sort])
  return { rows, total: base.length, counts, filterError: labels.error ?? filtered.error }
}

function knownUntil(snapshot: ImagesSnapshot | undefined, now: number): number {
  return snapshot?.freshness.type === 'cached' ? snapshot.freshness.at : now
}

const emptyMatch: ReadonlySet<string> = new Set()

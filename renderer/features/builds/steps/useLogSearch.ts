import type { BuildStep } from '@shared/domain/build'
import { useDeferredValue, useMemo, useState } from 'react'
import { type Found, findInLogs, type Hit, nextHit } from './search.logic'

export type LogSearch = {
  readonly query: string
  readonly setQuery: (query: string) => void
  readonly found: Found
  readonly index: number | undefined
  readonly hit: Hit | undefined
  /** The hit that it goes to, around at the ends. */
  readonly move: (back: boolean) => Hit | undefined
}

export function useLogSearch(steps: readonly BuildStep[]): LogSearch {
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState<number>()
  const wanted = useDeferredValue(query)
  const found = useMemo(() => findInLogs(steps, wanted), [steps, wanted])
  return {
    query,
    setQuery: (next) => {
      setQuery(next)
      setIndex(undefined)
    },
    found,
    index,
    hit: index === undefined ? undefined : found.hits[index],
    move: (back) => {
      const next = nextHit(found.hits.length, index, back)
      setIndex(next)
      return next === undefined ? undefined : found.hits[next]
    },
  }
}

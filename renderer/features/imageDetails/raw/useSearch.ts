import { useDeferredValue, useMemo, useState } from 'react'
import { type Found, findMatches, nothingFound, stepMatch } from './search.logic'

export type Search = {
  readonly query: string
  readonly setQuery: (query: string) => void
  readonly matchCase: boolean
  readonly setMatchCase: (matchCase: boolean) => void
  readonly found: Found
  readonly current: number
  readonly step: (by: 1 | -1) => void
}

/** Typing stays smooth: a long text is searched after the letter is on screen. */
export function useSearch(lines: readonly string[]): Search {
  const [query, setQuery] = useState('')
  const [matchCase, setMatchCase] = useState(false)
  const [current, setCurrent] = useState(0)
  const deferred = useDeferredValue(query)
  const found = useMemo(
    () => (deferred === '' ? nothingFound : findMatches(lines, deferred, matchCase)),
    [lines, deferred, matchCase],
  )
  const count = found.matches.length
  return {
    query,
    setQuery: (next) => {
      setQuery(next)
      setCurrent(0)
    },
    matchCase,
    setMatchCase: (next) => {
      setMatchCase(next)
      setCurrent(0)
    },
    found,
    current: Math.min(current, Math.max(0, count - 1)),
    step: (by) => setCurrent(stepMatch(Math.min(current, Math.max(0, count - 1)), count, by)),
  }
}

import type { AppError } from '@shared/errors'
import { type UseQueryOptions, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { errorOf, type StrataError } from './client'
import { rowIn, windowRows, windowsFor } from './rowWindows.logic'

export type RowWindow<R = unknown> = {
  readonly total: number
  readonly from: number
  readonly rows: readonly R[]
}

export type RowWindows<W extends RowWindow> = {
  /** Undefined while it is on its way. */
  readonly rowAt: (index: number) => W['rows'][number] | undefined
  readonly total: number
  /** One of the answers: what it says of the whole list holds for all. */
  readonly head: W | undefined
  /** The rows are the last question's: this one's answer is not there yet. */
  readonly stale: boolean
  readonly error: AppError | undefined
  readonly retry: () => void
}

type Held<W> = { readonly question: string; readonly windows: readonly W[] }

/**
 * A long list that main holds, asked for by windows as it is scrolled. `question` names what is asked: when it changes,
 * the rows of before stay until the new ones come. `ask` gives the query for the window that begins at `from`.
 */
export function useRowWindows<W extends RowWindow, K extends readonly unknown[]>(props: {
  readonly question: string
  readonly first: number
  readonly last: number
  readonly ask: (from: number, count: number) => UseQueryOptions<W, StrataError, W, K>
}): RowWindows<W> {
  const { question, first, last, ask } = props
  const answers = useQueries({
    queries: windowsFor(first, last).map((from) => ask(from, windowRows)),
  })
  const windows = answers.flatMap(({ data }) => (data === undefined ? [] : [data]))
  const [held, setHeld] = useState<Held<W>>()
  const whole = windows.length === answers.length
  const newest = windows[0]
  // While it renders, not in an effect: nothing is drawn twice for it.
  if (
    whole &&
    (held?.question !== question || held.windows[0] !== newest || held.windows.length !== windows.length)
  )
    setHeld({ question, windows })
  const stale = windows.length === 0 && held !== undefined && held.question !== question
  const current = windows.length === 0 && held !== undefined ? held.windows : windows
  const failed = answers.find(({ error }) => error !== null)
  return {
    rowAt: (index) => rowIn<W['rows'][number]>(current, index),
    total: current[0]?.total ?? 0,
    head: current[0],
    stale,
    error: failed === undefined ? undefined : errorOf(failed.error),
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch()
    },
  }
}

import { type FetchQueryOptions, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { StrataError } from '../../../api'

const windowRows = 300
/** Rows that are looked through before it is given up. */
const farthest = 6_000

type Named = { readonly rows: readonly { readonly name: string; readonly node: number }[] }

/** The next row whose name begins with what was typed, from the cursor on and around the end. */
export function useTypeAhead<W extends Named, K extends readonly unknown[]>(
  ask: (from: number, count: number) => FetchQueryOptions<W, StrataError, W, K>,
): (typed: string, from: number, total: number, found: (row: number, node: number) => void) => void {
  const client = useQueryClient()
  const latest = useRef(0)
  return (typed, from, total, found) => {
    latest.current += 1
    const mine = latest.current
    const wanted = typed.toLocaleLowerCase()
    const look = async (): Promise<void> => {
      // A second letter of the same word stays where it fits; the first one moves on.
      let at = Math.max(0, typed.length > 1 ? from : from + 1)
      for (let seen = 0; seen < Math.min(total, farthest) && mine === latest.current; ) {
        if (at >= total) at = 0
        const answer = await client.fetchQuery(ask(at, windowRows))
        const place = answer.rows.findIndex((row) => row.name.toLocaleLowerCase().startsWith(wanted))
        const row = answer.rows[place]
        if (row !== undefined) {
          if (mine === latest.current) found(at + place, row.node)
          return
        }
        if (answer.rows.length === 0) return
        seen += answer.rows.length
        at += answer.rows.length
      }
    }
    look().catch(() => undefined)
  }
}

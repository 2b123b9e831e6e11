import type { RowFound } from '@shared/domain/contents'
import { type FetchQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { StrataError } from '../../../api'
import type { TreeCursor, TreeRowShape } from '../../../components/tree'

type Placed = TreeCursor & { readonly question: string }

/** A tree that main holds, and how its rows are asked for. */
type List<R, K extends readonly unknown[]> = {
  /** Names what is asked: another layer, order or filter is another question. */
  readonly question: string
  readonly total: number
  readonly rowAt: (index: number) => R | undefined
  readonly find: (node: number) => FetchQueryOptions<RowFound, StrataError, RowFound, K>
  /** The path that the cursor begins on. */
  readonly first?: number | undefined
}

/** The cursor of a tree: it stays on its file when the list is asked for anew, and finds its folder wherever that is. */
export function useTreeCursor<R extends TreeRowShape, K extends readonly unknown[]>(list: List<R, K>) {
  const { question, total, rowAt, find, first } = list
  const client = useQueryClient()
  const [placed, setPlaced] = useState<Placed | undefined>(() =>
    // No question: its row is looked up in the list of now.
    first === undefined ? undefined : { question: '', row: 0, node: first },
  )
  const moved = placed !== undefined && placed.question !== question
  const node = placed?.node
  const found = useQuery({ ...find(node ?? 0), enabled: moved && node !== undefined })

  const place = (row: number, at: number | undefined, of = question): void =>
    setPlaced({ question: of, row, node: at })
  const toParent = (row: R): void =>
    void client
      .fetchQuery(find(row.node))
      .then(async ({ parents }) => {
        const parent = parents.at(-1)
        if (parent === undefined) return
        const above = await client.fetchQuery(find(parent))
        if (above.row >= 0) place(above.row, parent)
      })
      .catch(() => undefined)
  return { cursor: cursorOf(), place, toParent }

  function cursorOf(): TreeCursor | undefined {
    if (placed === undefined) return undefined
    if (!moved) return { row: placed.row, node: node ?? rowAt(placed.row)?.node }
    const row = found.data?.row ?? -1
    if (row >= 0) return { row, node }
    return { row: Math.max(0, Math.min(placed.row, total - 1)) }
  }
}

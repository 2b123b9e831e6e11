import type { ReactNode } from 'react'
import type { ColumnWidth } from './columns.logic'

export type GridColumn<R> = ColumnWidth & {
  readonly title: string
  readonly align?: 'end'
  readonly sortable?: boolean
  readonly cell: (row: R) => ReactNode
}

/** What a row that heads others says of itself. */
export type GridGroup = {
  readonly open: boolean
  /** Keys of the rows under it, in sight or not. */
  readonly members: readonly string[]
  readonly content: ReactNode
}

export type GridGroups<R> = {
  /** Undefined for a row that heads none. */
  readonly of: (row: R) => GridGroup | undefined
  readonly onToggle: (row: R, open: boolean) => void
  /** Rows that are there, in sight or under a closed head: they stay chosen. */
  readonly has: (key: string) => boolean
}

export type GridSort = { readonly key: string; readonly direction: 'ascending' | 'descending' }

import type { ReactNode } from 'react'
import type { ColumnWidth } from './columns.logic'

export type GridColumn<R> = ColumnWidth & {
  readonly title: string
  readonly align?: 'end'
  readonly sortable?: boolean
  readonly cell: (row: R) => ReactNode
}

export type GridSort = { readonly key: string; readonly direction: 'ascending' | 'descending' }

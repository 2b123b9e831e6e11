import { ColumnHeads } from '../grid/ColumnHeads'
import type { GridColumn, GridSort } from '../grid/types'

export function TreeHeader<R>(props: {
  readonly columns: readonly GridColumn<R>[]
  readonly tracks: string
  readonly sort: GridSort | undefined
  readonly onSort: (key: string) => void
}) {
  const { columns, tracks, sort, onSort } = props
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-canvas">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-7 items-center border-b border-line text-sm text-muted"
        style={{ gridTemplateColumns: tracks }}
      >
        <ColumnHeads columns={columns} first={1} sort={sort} onSort={onSort} />
      </div>
    </div>
  )
}

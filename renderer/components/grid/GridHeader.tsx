import { useTranslation } from 'react-i18next'
import { Checkbox } from '../Checkbox'
import { ColumnHeads } from './ColumnHeads'
import type { GridColumn, GridSort } from './types'

export function GridHeader<R>(props: {
  readonly columns: readonly GridColumn<R>[]
  readonly tracks: string
  readonly sort: GridSort | undefined
  readonly onSort: (key: string) => void
  readonly checked: 'none' | 'some' | 'all'
  readonly onCheckAll: (checked: boolean) => void
}) {
  const { columns, tracks, sort, onSort, checked, onCheckAll } = props
  const { t } = useTranslation()
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-canvas">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-7 items-center border-b border-line text-sm text-muted"
        style={{ gridTemplateColumns: tracks }}
      >
        <div role="columnheader" aria-colindex={1} className="flex justify-center">
          <Checkbox
            aria-label={t('selectAll')}
            checked={checked === 'all'}
            indeterminate={checked === 'some'}
            onChange={onCheckAll}
          />
        </div>
        <ColumnHeads columns={columns} first={2} sort={sort} onSort={onSort} />
      </div>
    </div>
  )
}

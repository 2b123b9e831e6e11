import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../cx'
import type { GridColumn, GridSort } from '../grid/types'

export function TreeHeader<R>(props: {
  readonly columns: readonly GridColumn<R>[]
  readonly tracks: string
  readonly sort: GridSort | undefined
  readonly onSort: (key: string) => void
}) {
  const { columns, tracks, sort, onSort } = props
  const { t } = useTranslation()
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-canvas">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-7 items-center border-b border-line text-sm text-muted"
        style={{ gridTemplateColumns: tracks }}
      >
        {columns.map((column, index) => {
          const direction = sort?.key === column.key ? sort.direction : undefined
          const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={column.sortable === true ? (direction ?? 'none') : undefined}
              className={cx('flex min-w-0', column.align === 'end' && 'justify-end')}
            >
              {column.sortable === true ? (
                <button
                  type="button"
                  data-tip={t('sortBy', { column: column.title })}
                  onClick={() => onSort(column.key)}
                  className={cx(
                    'flex h-7 min-w-0 items-center gap-1 px-2 -outline-offset-2 hover:text-fg',
                    direction !== undefined && 'text-fg',
                    column.align === 'end' && 'flex-row-reverse',
                  )}
                >
                  <span className="clip">{column.title}</span>
                  {direction === undefined ? null : <Arrow size={12} aria-hidden className="shrink-0" />}
                </button>
              ) : (
                <span className="clip px-2">{column.title}</span>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

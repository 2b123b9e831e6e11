import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../cx'
import type { GridColumn, GridSort } from './types'

/** The heads of the columns, each a button where it sorts. `first`: `aria-colindex` of the first. */
export function ColumnHeads<R>(props: {
  readonly columns: readonly GridColumn<R>[]
  readonly first: number
  readonly sort: GridSort | undefined
  readonly onSort: (key: string) => void
}) {
  const { columns, first, sort, onSort } = props
  const { t } = useTranslation()
  return (
    <>
      {columns.map((column, index) => {
        const direction = sort?.key === column.key ? sort.direction : undefined
        const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
        return (
          <div
            key={column.key}
            role="columnheader"
            aria-colindex={index + first}
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
    </>
  )
}

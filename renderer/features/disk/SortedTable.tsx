import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, cx } from '../../components'

export type SortedColumn<R> = {
  readonly key: string
  readonly title: string
  readonly align?: 'end'
  readonly by: (row: R) => string | number
  readonly cell: (row: R) => ReactNode
  readonly className?: string
}

/** Rows shown at first and with each wish for more. */
const step = 300

/** A table for reading; its heads sort. */
export function SortedTable<R>(props: {
  readonly label: string
  readonly rows: readonly R[]
  readonly columns: readonly SortedColumn<R>[]
  readonly keyOf: (row: R) => string
  /** Sorted by this column first, largest on top. */
  readonly first: string
  readonly empty: string
}) {
  const { t } = useTranslation('disk')
  const { label, rows, columns, keyOf, first, empty } = props
  const [sort, setSort] = useState({ key: first, down: true })
  const [most, setMost] = useState(step)
  const sorted = useMemo(() => {
    const by = columns.find(({ key }) => key === sort.key)?.by
    return by === undefined ? rows : [...rows].sort((a, b) => compare(by(a), by(b)) * (sort.down ? -1 : 1))
  }, [rows, columns, sort])
  if (rows.length === 0) return <p className="m-0 px-4 py-3 text-muted">{empty}</p>
  const turn = (key: string): void => setSort((now) => ({ key, down: now.key === key ? !now.down : true }))
  return (
    <div className="min-h-0 flex-1 overflow-auto px-4 pb-3">
      <table aria-label={label} className="w-full border-collapse" data-selectable>
        <thead className="sticky top-0 z-10 bg-canvas text-sm">
          <tr>
            {columns.map(({ key, title, align }) => (
              <th
                key={key}
                scope="col"
                aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
                className={cx(
                  'border-b border-line py-1 font-normal',
                  align === 'end' ? 'pl-4 text-right' : 'pr-4 text-left',
                )}
              >
                <button
                  type="button"
                  onClick={() => turn(key)}
                  className="inline-flex items-center gap-1 rounded-sm text-muted hover:text-fg"
                >
                  {title}
                  {sort.key !== key ? null : sort.down ? (
                    <ArrowDown size={12} aria-hidden />
                  ) : (
                    <ArrowUp size={12} aria-hidden />
                  )}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, most).map((row) => (
            <tr key={keyOf(row)} className="border-b border-line/60 hover:bg-hover">
              {columns.map(({ key, align, cell, className }) => (
                <td
                  key={key}
                  className={cx(
                    'h-row py-0.5',
                    align === 'end' ? 'pl-4 text-right tabular-nums whitespace-nowrap' : 'pr-4',
                    className,
                  )}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length <= most ? null : (
        <Button size="small" className="mt-2" onClick={() => setMost(most + step)}>
          {t('table.more', { count: sorted.length - most })}
        </Button>
      )}
    </div>
  )
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

import { memo, type ReactNode } from 'react'
import { cx } from '../cx'
import type { GridColumn } from './types'

export type GridRowProps<R> = {
  readonly id: string
  readonly row: R
  readonly index: number
  readonly top: number
  readonly height: number
  readonly label: string
  readonly columns: readonly GridColumn<R>[]
  readonly tracks: string
  readonly checked: boolean
  readonly active: boolean
  readonly faded: boolean
  /** Under a head that groups it. */
  readonly level?: number | undefined
}

function RowView<R>(props: GridRowProps<R>): ReactNode {
  const { id, row, index, top, height, label, columns, tracks, checked, active, faded, level } = props
  return (
    // Clicks are heard by the grid: a row carries its index and no handler of its own.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={checked}
      aria-level={level}
      data-index={index}
      className={cx(
        'absolute top-0 left-0 grid w-full items-center [contain:strict]',
        checked ? 'bg-selected' : 'hover:bg-hover',
        active && 'grid-cursor',
        faded && 'text-muted',
      )}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: tracks }}
    >
      <div role="gridcell" aria-colindex={1} data-check className="flex h-full items-center justify-center">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={label}
          checked={checked}
          readOnly
          className="pointer-events-none m-0 size-[14px] accent-accent-fill"
        />
      </div>
      {columns.map((column, place) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={place + 2}
          className={cx('min-w-0 px-2', column.align === 'end' && 'text-right')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

export const GridRow = memo(RowView) as typeof RowView

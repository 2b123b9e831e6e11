import { memo, type ReactNode } from 'react'
import { cx } from '../cx'
import type { GridColumn } from '../grid/types'
import type { TreeRowShape } from './types'

type TreeLineProps<R extends TreeRowShape> = {
  readonly id: string
  readonly row: R
  readonly index: number
  /** px */
  readonly top: number
  readonly height: number
  readonly columns: readonly GridColumn<R>[]
  readonly tracks: string
  readonly active: boolean
}

function Line<R extends TreeRowShape>(props: TreeLineProps<R>): ReactNode {
  const { id, row, index, top, height, columns, tracks, active } = props
  return (
    // Clicks are heard by the tree: a row carries its index and no handler of its own.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      aria-expanded={row.hasChildren ? row.isOpen : undefined}
      aria-selected={active}
      data-index={index}
      className={cx(
        'absolute top-0 left-0 grid w-full items-center hover:bg-hover [contain:strict]',
        active && 'grid-cursor bg-selected',
      )}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: tracks }}
    >
      {columns.map((column, place) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={place + 1}
          className={cx('min-w-0', place === 0 ? 'pr-2' : 'px-2', column.align === 'end' && 'text-right')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

export const TreeLine = memo(Line) as typeof Line

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef } from 'react'
import { cx } from '../cx'
import { fitColumns, tracksOf } from '../grid/columns.logic'
import type { GridColumn, GridSort } from '../grid/types'
import { TreeHeader } from './TreeHeader'
import { TreeLine } from './TreeLine'
import { parentOf, treeMove } from './treeKeys.logic'
import type { TreeCursor, TreeRowShape } from './types'
import { useFixedRows } from './useFixedRows'

const headerHeight = 28

export type TreeGridProps<R extends TreeRowShape> = {
  readonly label: string
  /** Rows of the whole list, folders that are open with all below them. */
  readonly total: number
  /** Undefined while it is on its way. */
  readonly rowAt: (index: number) => R | undefined
  /** Rows from `first` up to `last` are wanted. */
  readonly onRange: (first: number, last: number) => void
  /** The first one holds the name, and is told where in the tree it is. */
  readonly columns: readonly GridColumn<R>[]
  readonly rowHeight: number
  readonly sort?: GridSort
  readonly onSort: (key: string) => void
  readonly cursor: TreeCursor | undefined
  readonly onCursor: (cursor: TreeCursor) => void
  readonly onToggle: (row: R, index: number, open: boolean) => void
  /** Enter, or a click on something that is no folder. */
  readonly onOpen: (row: R, index: number) => void
  /** The parent of a row when it is not at hand. */
  readonly onParent: (row: R) => void
  /** Letters typed in quick succession: goes to the next row whose name begins so. */
  readonly onType: (typed: string) => void
  /** Ctrl+C, on a Mac Cmd+C, with nothing selected as text. */
  readonly onCopy?: (row: R) => void
  readonly onMenu?: (row: R, index: number, at: { readonly x: number; readonly y: number }) => void
  /** The rows are those of the last question; the answer to this one is on its way. */
  readonly stale?: boolean
  readonly empty?: ReactNode
}

/** ms between letters that make one word */
const typingPause = 700

/**
 * A tree by the million rows of one height, only those in sight mounted and asked for. One tab stop: the cursor is told
 * by aria-activedescendant.
 */
export function TreeGrid<R extends TreeRowShape>(props: TreeGridProps<R>) {
  const { total, rowAt, rowHeight, columns, cursor, onCursor, onRange } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const rows = useFixedRows(scroller, { count: total, rowHeight, header: headerHeight })
  const { first, last, start, body, width, view, slots, reveal } = rows
  const shown = useMemo(() => fitColumns(columns, width), [columns, width])
  const tracks = tracksOf(shown)

  useEffect(() => onRange(first, last), [first, last, onRange])
  const at = cursor?.row
  const revealLatest = useRef(reveal)
  useEffect(() => {
    revealLatest.current = reveal
  })
  // What opens below the tree takes room from it: the cursor stays in sight.
  useEffect(() => {
    if (at !== undefined && at >= 0 && view > 0) revealLatest.current(at)
  }, [at, view])

  const go = (index: number): void => onCursor({ row: index, node: rowAt(index)?.node })
  const openRow = (row: R, index: number): void =>
    row.hasChildren ? props.onToggle(row, index, !row.isOpen) : props.onOpen(row, index)
  const onClick = (event: MouseEvent): void => {
    const hit = rowOf(event, rowAt)
    if (hit === undefined) return
    onCursor({ row: hit.index, node: hit.row.node })
    openRow(hit.row, hit.index)
  }
  const onContextMenu = (event: MouseEvent): void => {
    const hit = rowOf(event, rowAt)
    if (hit === undefined || props.onMenu === undefined) return
    event.preventDefault()
    onCursor({ row: hit.index, node: hit.row.node })
    props.onMenu(hit.row, hit.index, { x: event.clientX, y: event.clientY })
  }
  const type = (key: string): void => {
    const now = Date.now()
    const text = now - typed.current.at > typingPause ? key : typed.current.text + key
    typed.current = { text, at: now }
    props.onType(text)
  }
  const onMenuKey = (row: R, index: number): void => {
    const box = document.getElementById(`${id}-${index}`)?.getBoundingClientRect()
    props.onMenu?.(row, index, { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current || event.altKey) return
    const from = at ?? -1
    const row = at === undefined ? undefined : rowAt(at)
    if (event.ctrlKey || event.metaKey) {
      const isCopy = event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false
      if (isCopy && row !== undefined) props.onCopy?.(row)
      return
    }
    const page = Math.max(1, Math.floor(view / rowHeight) - 1)
    const move = treeMove(event.key, from, row, { count: total, page })
    if (move !== undefined && total > 0) {
      if (move.type === 'to') go(move.row)
      else if (row !== undefined && at !== undefined) {
        if (move.type === 'toggle') props.onToggle(row, at, move.open)
        else if (move.type === 'open') openRow(row, at)
        else {
          const parent = parentOf(at, rowAt)
          if (parent === undefined) props.onParent(row)
          else go(parent)
        }
      }
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      if (row !== undefined && at !== undefined) onMenuKey(row, at)
    } else if (
      event.key.length === 1 &&
      event.key !== '/' &&
      (event.key !== ' ' || typed.current.text !== '')
    ) {
      type(event.key)
    } else return
    event.preventDefault()
  }

  const indexes = Array.from({ length: last - first }, (_, i) => first + i)
  const mounted = at !== undefined && at >= first && at < last && rowAt(at) !== undefined
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="treegrid"
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-colcount={shown.length}
        aria-busy={props.stale ?? false}
        aria-activedescendant={mounted ? `${id}-${at}` : undefined}
        tabIndex={0}
        onScroll={rows.onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        className="grid-box min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-none"
      >
        <TreeHeader columns={shown} tracks={tracks} sort={props.sort} onSort={props.onSort} />
        <div
          role="rowgroup"
          className={cx('relative', props.stale === true && 'opacity-60')}
          style={{ height: body }}
        >
          {indexes.map((index, place) => {
            const row = rowAt(index)
            const top = start + place * rowHeight
            return row === undefined ? (
              <PendingLine key={index % slots} top={top} height={rowHeight} index={index} />
            ) : (
              <TreeLine
                // By its place: other rows get into the same lines, which is far cheaper than new ones.
                key={index % slots}
                id={`${id}-${index}`}
                row={row}
                index={index}
                top={top}
                height={rowHeight}
                columns={shown}
                tracks={tracks}
                active={index === at}
              />
            )
          })}
        </div>
      </div>
      {total === 0 ? (
        <div className="absolute inset-x-0 top-7 bottom-0 overflow-auto">{props.empty}</div>
      ) : null}
    </div>
  )
}

/** A row that is on its way. */
function PendingLine({
  top,
  height,
  index,
}: {
  readonly top: number
  readonly height: number
  readonly index: number
}) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="absolute top-0 left-0 flex w-full items-center px-8"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div
        role="gridcell"
        className="h-2 rounded-sm bg-press/70"
        style={{ width: 80 + ((index * 37) % 120) }}
      />
    </div>
  )
}

function rowOf<R>(
  event: MouseEvent,
  rowAt: (index: number) => R | undefined,
): { readonly index: number; readonly row: R } | undefined {
  const element = event.target instanceof Element ? event.target.closest('[data-index]') : null
  const index = Number(element?.getAttribute('data-index') ?? Number.NaN)
  const row = rowAt(index)
  return row === undefined ? undefined : { index, row }
}

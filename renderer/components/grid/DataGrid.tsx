import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../useWidth'
import { fitColumns, tracksOf } from './columns.logic'
import { GridGroupRow } from './GridGroupRow'
import { GridHeader } from './GridHeader'
import { GridRow } from './GridRow'
import { keyListOf } from './keyList'
import {
  checkAll,
  checkMembers,
  clearChecked,
  cursorIndex,
  type GridSelection,
  moveTo,
  prune,
  targetOf,
  toggle,
  withoutHeads,
} from './selection.logic'
import type { GridColumn, GridGroup, GridGroups, GridSort } from './types'

export type GridHandle = { readonly focus: () => void; readonly reveal: (key: string) => void }

export type DataGridProps<R> = {
  readonly label: string
  readonly rows: readonly R[]
  readonly keyOf: (row: R) => string
  /** The row in words, for its checkbox. */
  readonly nameOf: (row: R) => string
  readonly columns: readonly GridColumn<R>[]
  readonly rowHeight: number
  readonly sort?: GridSort
  readonly onSort: (key: string) => void
  readonly selection: GridSelection
  /** 'rows': nobody moved, but chosen rows are gone. */
  readonly onSelection: (next: GridSelection, cause: 'user' | 'rows') => void
  readonly onOpen: (row: R) => void
  /** Right click, the menu key or Shift+F10; the row is the cursor by then. */
  readonly onMenu: (row: R, at: { readonly x: number; readonly y: number }) => void
  /** Keys that the grid has no use for. */
  readonly onKey?: (event: KeyboardEvent, row: R | undefined) => void
  readonly isFaded?: (row: R) => boolean
  /** Some rows head others. */
  readonly groups?: GridGroups<R> | undefined
  readonly busy?: boolean
  /** Which state of the data is shown: data-revision, for measuring and for tests. */
  readonly revision?: number
  readonly empty?: ReactNode
  readonly ref?: Ref<GridHandle>
}

const checkWidth = 32

/**
 * Rows by the ten thousand, only those in sight mounted. One tab stop: the cursor is told by aria-activedescendant, so
 * that a row which scrolls away never takes the focus with it.
 */
export function DataGrid<R>(props: DataGridProps<R>) {
  const { rows, keyOf, columns, rowHeight, selection, onSelection, isFaded, groups } = props
  const { t } = useTranslation()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => keyListOf(rows, keyOf), [rows, keyOf])
  const headAt = (key: string): GridGroup | undefined => {
    const row = groups === undefined ? undefined : rows[keys.indexOf(key) ?? -1]
    return row === undefined ? undefined : groups?.of(row)
  }
  const select = (next: GridSelection): void =>
    onSelection(groups === undefined ? next : withoutHeads(next, (key) => headAt(key) !== undefined), 'user')
  const toggleAt = (key: string): void => {
    const head = headAt(key)
    if (head === undefined) return select(toggle(selection, key))
    const all = head.members.every((member) => selection.checked.has(member))
    select({ ...checkMembers(selection, head.members, !all), cursor: key, anchor: key })
  }
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: 28,
    initialRect: { width: 0, height: 800 },
  })
  // The virtualizer keeps heights until it is told.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])

  const width = useWidth(scroller)
  const shown = useMemo(() => fitColumns(columns, width - checkWidth), [columns, width])
  const tracks = `${checkWidth}px ${tracksOf(shown)}`

  const before = useRef(keys)
  useEffect(() => {
    const next = prune(selection, before.current, keys, groups?.has)
    before.current = keys
    if (next !== selection) onSelection(next, 'rows')
  }, [keys, selection, onSelection, groups])

  const at = cursorIndex(selection, keys)
  const cursorRow = at === undefined ? undefined : rows[at]
  const choose = (next: GridSelection): void => {
    select(next)
    const index = cursorIndex(next, keys)
    if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' })
  }
  useImperativeHandle(props.ref, () => ({
    focus: () => scroller.current?.focus(),
    reveal: (key) => {
      const index = keys.indexOf(key)
      if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' })
    },
  }))

  const rowOf = (
    event: MouseEvent,
  ): { readonly index: number; readonly row: R; readonly key: string } | undefined => {
    const element = event.target instanceof Element ? event.target.closest('[data-index]') : null
    const index = Number(element?.getAttribute('data-index') ?? Number.NaN)
    const row = rows[index]
    return row === undefined ? undefined : { index, row, key: keyOf(row) }
  }
  const onClick = (event: MouseEvent): void => {
    const hit = rowOf(event)
    if (hit === undefined) return
    const onCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null
    if (event.shiftKey) select(moveTo(selection, keys, hit.index, true))
    else if (onCheck || event.ctrlKey || event.metaKey) toggleAt(hit.key)
    else {
      const head = groups?.of(hit.row)
      select(moveTo(head === undefined ? clearChecked(selection) : selection, keys, hit.index, false))
      if (head !== undefined) groups?.onToggle(hit.row, !head.open)
    }
  }
  const onContextMenu = (event: MouseEvent): void => {
    const hit = rowOf(event)
    if (hit === undefined || groups?.of(hit.row) !== undefined) return
    event.preventDefault()
    const base = selection.checked.has(hit.key) ? selection : clearChecked(selection)
    select(moveTo(base, keys, hit.index, false))
    props.onMenu(hit.row, { x: event.clientX, y: event.clientY })
  }
  const openMenuByKey = (): void => {
    if (cursorRow === undefined || at === undefined || groups?.of(cursorRow) !== undefined) return
    const box = document.getElementById(`${id}-${at}`)?.getBoundingClientRect()
    props.onMenu(cursorRow, { x: (box?.left ?? 0) + checkWidth, y: box?.bottom ?? 0 })
  }
  // Rows under closed heads too.
  const everyone = useMemo(
    () => (groups === undefined ? undefined : rows.flatMap((row) => groups.of(row)?.members ?? [])),
    [rows, groups],
  )
  const chooseAll = (): void =>
    select(everyone === undefined ? checkAll(selection, keys) : checkMembers(selection, everyone, true))
  /** True when the key was about a head of a group. */
  const onGroupKey = (key: string): boolean => {
    if (groups === undefined || cursorRow === undefined || at === undefined) return false
    const head = groups.of(cursorRow)
    if (head === undefined) {
      if (key !== 'ArrowLeft') return false
      const above = rows.slice(0, at).findLastIndex((row) => groups.of(row) !== undefined)
      if (above !== -1) choose(moveTo(selection, keys, above, false))
      return above !== -1
    }
    if (key !== 'Enter' && key !== (head.open ? 'ArrowLeft' : 'ArrowRight')) return false
    groups.onToggle(cursorRow, !head.open)
    return true
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // Buttons of the header have their own keys.
    if (event.target !== scroller.current) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const target = event.altKey ? undefined : targetOf(event.key, at, rows.length, page)
    const command = event.ctrlKey || event.metaKey
    if (target !== undefined && rows.length > 0) choose(moveTo(selection, keys, target, event.shiftKey))
    else if (onGroupKey(event.key)) {
      // Opened, closed, or gone to.
    } else if (event.key === ' ' && selection.cursor !== undefined) toggleAt(selection.cursor)
    else if (command && event.key.toLowerCase() === 'a') chooseAll()
    else if (event.key === 'Enter' && cursorRow !== undefined) props.onOpen(cursorRow)
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenuByKey()
    else return props.onKey?.(event, cursorRow)
    event.preventDefault()
  }

  const items = virtualizer.getVirtualItems()
  const cursorMounted = at !== undefined && items.some((item) => item.index === at)
  const most = everyone?.length ?? rows.length
  const state = selection.checked.size === 0 ? 'none' : selection.checked.size >= most ? 'all' : 'some'
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role={groups === undefined ? 'grid' : 'treegrid'}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable
        aria-busy={props.busy ?? false}
        data-revision={props.revision}
        aria-activedescendant={cursorMounted ? `${id}-${at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onDoubleClick={(event) => {
          const hit = rowOf(event)
          if (hit !== undefined && groups?.of(hit.row) === undefined) props.onOpen(hit.row)
        }}
        className="grid-box min-h-0 flex-1 overflow-auto outline-none"
      >
        <GridHeader
          columns={shown}
          tracks={tracks}
          sort={props.sort}
          onSort={props.onSort}
          checked={state}
          onCheckAll={(all) => (all ? chooseAll() : select(clearChecked(selection)))}
        />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            const key = keyOf(row)
            const head = groups?.of(row)
            if (head !== undefined)
              return (
                <GridGroupRow
                  key={key}
                  id={`${id}-${item.index}`}
                  group={head}
                  index={item.index}
                  top={item.start}
                  height={rowHeight}
                  span={shown.length}
                  label={t('selectRow', { name: props.nameOf(row) })}
                  checked={selection.checked}
                  active={item.index === at}
                />
              )
            return (
              <GridRow
                key={key}
                id={`${id}-${item.index}`}
                row={row}
                index={item.index}
                top={item.start}
                height={rowHeight}
                label={t('selectRow', { name: props.nameOf(row) })}
                columns={shown}
                tracks={tracks}
                checked={selection.checked.has(key)}
                active={item.index === at}
                faded={isFaded?.(row) ?? false}
                level={groups === undefined ? undefined : 2}
              />
            )
          })}
        </div>
      </div>
      {/* Beside the grid, not in it: a grid has rows and nothing else. */}
      {rows.length === 0 ? (
        <div className="absolute inset-x-0 top-7 bottom-0 overflow-auto">{props.empty}</div>
      ) : null}
    </div>
  )
}

import type { TreeMode, TreeRow, TreeSort } from '@shared/domain/contents'
import { FileSearch } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findRowQuery, treeWindowQuery, useRowWindows, useSettings } from '../../../api'
import { Button, EmptyState, ErrorState } from '../../../components'
import { TreeGrid } from '../../../components/tree'
import { TreeBar } from './TreeBar'
import { TreeFoot } from './TreeFoot'
import { firstTree, isFiltered, queryOf, withOpen } from './tree.logic'
import { treeStates, useTreeState } from './treeState'
import { useFileColumns } from './useFileColumns'
import { useLate } from './useLate'
import { type NearLayer, useReadyLayers } from './useReadyLayers'
import { useTreeCursor } from './useTreeCursor'
import { useTypeAhead } from './useTypeAhead'

const rowHeights = { compact: 28, comfortable: 36 } as const
/** ms after the last letter */
const typingPause = 150

/** The files of the stack up to a layer, or what the layer did to them. */
export function FileTree(props: {
  readonly handle: string
  /** What the filters and the open folders are kept by. */
  readonly imageId: string
  readonly layer: number
  readonly layerCount: number
  /** The one that may be chosen next. */
  readonly near?: NearLayer
  readonly mode: TreeMode
  readonly onMode: (mode: TreeMode) => void
  readonly narrow?: boolean
  /** A file to be looked at, or the row that the cursor is on now. */
  readonly onOpen: (row: TreeRow) => void
  readonly onRow: (row: TreeRow | undefined) => void
  readonly onCopy: (row: TreeRow) => void
  readonly onMenu?: (row: TreeRow, at: { readonly x: number; readonly y: number }) => void
  readonly foot?: ReactNode
}) {
  const { t } = useTranslation('contents')
  const { handle, imageId, layer, mode, onMode, narrow = false, onOpen, onRow, onMenu } = props
  const { density } = useSettings()
  const state = useTreeState(imageId)
  const name = useLate(state.name, typingPause)
  const query = useMemo(() => queryOf(state, { layer, mode }, name), [state, layer, mode, name])
  const question = JSON.stringify([handle, query])
  const [range, setRange] = useState({ first: 0, last: 60 })
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((now) => (now.first === first && now.last === last ? now : { first, last })),
    [],
  )
  const ask = useCallback(
    (from: number, count: number) => treeWindowQuery({ handle, query, from, count }),
    [handle, query],
  )
  const windows = useRowWindows({ question, ...range, ask })
  const { total, rowAt, head, stale } = windows
  const columns = useFileColumns(mode, narrow)

  const find = useCallback((node: number) => findRowQuery({ handle, query, node }), [handle, query])
  const { cursor, place, toParent } = useTreeCursor({ question, total, rowAt, find, first: state.reveal })
  const cursorRow = cursor === undefined ? undefined : rowAt(cursor.row)
  // A cursor that could not stay on its file is nobody's wish to look at another one.
  const node = cursor?.node
  const settled = head !== undefined && !stale
  useReadyLayers({ ...props, state, name, ...range, node, settled })
  const shownRow = stale || cursorRow?.node !== cursor?.node ? undefined : cursorRow
  const tellRow = useRef(onRow)
  useEffect(() => {
    tellRow.current = onRow
  })
  useEffect(() => {
    if (shownRow !== undefined) tellRow.current(shownRow)
  }, [shownRow])

  const onToggle = (row: TreeRow, index: number, open: boolean): void => {
    const next = withOpen(state, row.node, open)
    treeStates.change(imageId, () => next)
    // Rows above it stay where they are.
    place(index, row.node, JSON.stringify([handle, queryOf(next, { layer, mode }, name)]))
  }
  const typeAhead = useTypeAhead(ask)
  const box = useRef<HTMLDivElement>(null)
  const focusTree = (): void => box.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()

  const filtered = isFiltered(state)
  return (
    <div ref={box} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <TreeBar imageId={imageId} state={state} mode={mode} onMode={onMode} onLeaveSearch={focusTree} />
      {windows.error === undefined || windows.error.code === 'CONTENTS_GONE' ? null : (
        <div className="p-2">
          <ErrorState error={windows.error} onRetry={windows.retry} compact />
        </div>
      )}
      <TreeGrid
        label={t(mode === 'stack' ? 'tree.labelStack' : 'tree.labelChanges', { number: layer + 1 })}
        total={total}
        rowAt={rowAt}
        onRange={onRange}
        columns={columns}
        rowHeight={rowHeights[density]}
        sort={{ key: state.sort, direction: state.sort === 'name' ? 'ascending' : 'descending' }}
        onSort={(key) =>
          treeStates.change(imageId, (now) => ({
            ...now,
            sort: key === 'size' ? 'size' : ('name' satisfies TreeSort),
          }))
        }
        cursor={cursor}
        onCursor={({ row, node }) => place(row, node)}
        onToggle={onToggle}
        onOpen={onOpen}
        onParent={toParent}
        onCopy={props.onCopy}
        onType={(typed) => typeAhead(typed, cursor?.row ?? -1, total, place)}
        {...(onMenu === undefined ? {} : { onMenu: (row: TreeRow, _: number, at) => onMenu(row, at) })}
        stale={stale}
        empty={
          head === undefined ? null : (
            <EmptyState
              icon={FileSearch}
              title={t(filtered ? 'tree.noneFound' : mode === 'stack' ? 'tree.none' : 'tree.noChanges')}
              action={
                filtered ? (
                  <Button
                    size="small"
                    onClick={() =>
                      treeStates.change(imageId, (now) => ({
                        ...firstTree,
                        sort: now.sort,
                        open: now.open,
                      }))
                    }
                  >
                    {t('tree.clear')}
                  </Button>
                ) : undefined
              }
            />
          )
        }
      />
      <TreeFoot head={head} filtered={filtered} />
    </div>
  )
}

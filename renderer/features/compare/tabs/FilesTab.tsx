import type { CompareRow, CompareSummary } from '@shared/domain/compare'
import { FileSearch } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ComparedHandles,
  compareWindowQuery,
  findCompareRowQuery,
  useRowWindows,
  useSettings,
} from '../../../api'
import { Button, EmptyState, ErrorState } from '../../../components'
import { TreeGrid } from '../../../components/tree'
import { useLate, useTreeCursor, useTypeAhead } from '../../contents'
import { countOf } from '../compare.logic'
import { FilesBar } from '../files/FilesBar'
import { firstFiles, isFiltered, queryOf, withOpen } from '../files/query.logic'
import { useCompareColumns } from '../files/useCompareColumns'

const rowHeights = { compact: 28, comfortable: 36 } as const
/** ms after the last letter */
const typingPause = 150

/** Every path that is not the same on both sides, in its folders. */
export function FilesTab(props: { readonly handles: ComparedHandles; readonly summary: CompareSummary }) {
  const { t } = useTranslation('compare')
  const { handles, summary } = props
  const { left, right } = handles
  const { density } = useSettings()
  const first = useMemo(() => firstFiles(countOf(summary.counts)), [summary.counts])
  const [state, setState] = useState(first)
  const name = useLate(state.name, typingPause)
  const query = useMemo(() => queryOf(state, name), [state, name])
  const [range, setRange] = useState({ first: 0, last: 60 })
  const onRange = useCallback((from: number, to: number) => setRange({ first: from, last: to }), [])
  const ask = useCallback(
    (from: number, count: number) => compareWindowQuery({ left, right, query, from, count }),
    [left, right, query],
  )
  const question = JSON.stringify([left, right, query])
  const windows = useRowWindows({ question, ...range, ask })
  const { total, rowAt, head, stale } = windows
  const columns = useCompareColumns()
  const find = useCallback(
    (node: number) => findCompareRowQuery({ left, right, query, node }),
    [left, right, query],
  )
  const { cursor, place, toParent } = useTreeCursor({ question, total, rowAt, find })
  const typeAhead = useTypeAhead(ask)
  const box = useRef<HTMLDivElement>(null)
  const filtered = isFiltered(state)

  const onToggle = (row: CompareRow, index: number, open: boolean): void => {
    const next = withOpen(state, row.node, open)
    setState(next)
    // Rows above it stay where they are.
    place(index, row.node, JSON.stringify([left, right, queryOf(next, name)]))
  }
  return (
    <div ref={box} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <FilesBar
        state={state}
        counts={summary.counts}
        onChange={(next) => setState((now) => ({ ...now, ...next }))}
        onLeaveSearch={() => box.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
      />
      {windows.error === undefined || windows.error.code === 'CONTENTS_GONE' ? null : (
        <div className="p-2">
          <ErrorState error={windows.error} onRetry={windows.retry} compact />
        </div>
      )}
      <TreeGrid
        label={t('files.label')}
        total={total}
        rowAt={rowAt}
        onRange={onRange}
        columns={columns}
        rowHeight={rowHeights[density]}
        sort={{
          key: state.sort === 'name' ? 'name' : 'delta',
          direction: state.sort === 'name' ? 'ascending' : 'descending',
        }}
        onSort={(key) => setState((now) => ({ ...now, sort: key === 'name' ? 'name' : 'size' }))}
        cursor={cursor}
        onCursor={({ row, node }) => place(row, node)}
        onToggle={onToggle}
        onOpen={() => undefined}
        onParent={toParent}
        onType={(typed) => typeAhead(typed, cursor?.row ?? -1, total, place)}
        stale={stale}
        empty={
          head === undefined ? null : (
            <EmptyState
              icon={FileSearch}
              title={t(filtered ? 'files.noneFits' : 'files.none')}
              action={
                filtered ? (
                  <Button size="small" onClick={() => setState(first)}>
                    {t('files.clear')}
                  </Button>
                ) : undefined
              }
            />
          )
        }
      />
    </div>
  )
}

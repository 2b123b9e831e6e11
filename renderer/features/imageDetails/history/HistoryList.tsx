import type { HistoryLine, ImageHistory } from '@shared/domain/imageHistory'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../../api'
import { BaseRow, PendingRow, StepRow } from './HistoryRows'
import { type HistoryOrder, positionOf, rowAt, rowCount, stepMark, wantsMore } from './history.logic'

const rowHeights = { compact: 28, comfortable: 36 } as const
const emptyHeights = { compact: 22, comfortable: 28 } as const

/** 20,000 steps scroll like 20: only those in sight are mounted, and read only when asked for. */
export function HistoryList(props: {
  readonly head: ImageHistory
  readonly lines: readonly HistoryLine[]
  readonly order: HistoryOrder
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
  readonly more: boolean
  readonly onMore: () => void
}) {
  const { t } = useTranslation('details')
  const { head, lines, order, chosen, onChoose, more, onMore } = props
  const { total, baseLine } = head
  const { density } = useSettings()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const count = rowCount(total, baseLine)
  const biggest = useMemo(() => lines.reduce((most, line) => Math.max(most, line.size), 0), [lines])

  const heightOf = (position: number): number => {
    const row = rowAt(position, total, baseLine, order)
    const line = row.type === 'step' ? lines[row.index] : undefined
    return line !== undefined && stepMark(line) === 'empty' ? emptyHeights[density] : rowHeights[density]
  }
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    overscan: 12,
  })
  // Heights follow from what the rows hold, their order and the density: measured heights are forgotten with any of them.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, lines, order, density])

  const range = virtualizer.range
  const first = range?.startIndex ?? 0
  const last = range?.endIndex ?? 0
  const needed = more && wantsMore({ first, last: last + 40 }, lines.length, total, baseLine, order)
  useEffect(() => {
    if (needed) onMore()
  }, [needed, onMore])

  const move = (event: KeyboardEvent): void => {
    const page = Math.max(1, last - first - 1)
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count }[
      event.key
    ]
    if (by === undefined) return
    event.preventDefault()
    const from = chosen === undefined ? -1 : positionOf(chosen, total, baseLine, order)
    let to = Math.min(count - 1, Math.max(0, from + by))
    let row = rowAt(to, total, baseLine, order)
    if (row.type === 'baseEnds') {
      to += by > 0 ? 1 : -1
      row = rowAt(to, total, baseLine, order)
    }
    virtualizer.scrollToIndex(to)
    if (row.type === 'step') onChoose(row.index)
  }

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={t('history.label')}
      tabIndex={0}
      aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen}`}
      onKeyDown={move}
      className="min-h-24 flex-1 overflow-auto border-t border-line -outline-offset-2"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rowAt(item.index, total, baseLine, order)
          const line = row.type === 'step' ? lines[row.index] : undefined
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
            <div
              key={item.key}
              id={row.type === 'step' ? `${id}-${row.index}` : `${id}-base`}
              role="option"
              aria-selected={row.type === 'step' && row.index === chosen}
              aria-disabled={row.type === 'baseEnds'}
              aria-posinset={item.index + 1}
              aria-setsize={count}
              onClick={() => (row.type === 'step' ? onChoose(row.index) : undefined)}
              className="absolute top-0 left-0 w-full aria-selected:bg-selected"
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              {row.type === 'baseEnds' ? (
                <BaseRow head={head} />
              ) : line === undefined ? (
                <PendingRow />
              ) : (
                <StepRow line={line} biggest={biggest} layerCount={head.layerCount} />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

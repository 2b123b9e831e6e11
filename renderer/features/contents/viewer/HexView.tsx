import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { fileQuery } from '../../../api'
import { useFixedRows } from '../../../components/tree'
import { bytesInRow, hexRow, hexRowCount, hexWindow, hexWindows } from './hex.logic'

const rowHeight = 18

/** Any file as bytes: offset, sixteen of them, and what of it is ASCII. */
export function HexView(props: {
  readonly asked: { readonly handle: string; readonly layer: number; readonly node: number }
  readonly size: number
  readonly fetched: string
}) {
  const { t } = useTranslation('contents')
  const { asked, size, fetched } = props
  const scroller = useRef<HTMLDivElement>(null)
  const count = hexRowCount(size)
  const { first, last, start, body, onScroll } = useFixedRows(scroller, { count, rowHeight, header: 0 })
  const starts = hexWindows(first, last)
  const windows = useQueries({
    queries: starts.map((from) => fileQuery({ ...asked, from, count: hexWindow }, fetched)),
  })
  const bytesAt = (row: number): Uint8Array | undefined => {
    const offset = row * bytesInRow
    const place = starts.findLastIndex((from) => from <= offset)
    const data = windows[place]?.data
    const from = starts[place] ?? 0
    return data?.type === 'bytes' ? data.bytes.subarray(offset - from, offset - from + bytesInRow) : undefined
  }
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={t('viewer.hex')}
      // It scrolls, also by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className="min-h-0 flex-1 overflow-auto bg-inset -outline-offset-2"
    >
      <div className="relative min-w-[600px]" style={{ height: body }}>
        {Array.from({ length: last - first }, (_, i) => {
          const row = first + i
          const bytes = bytesAt(row)
          const { offset, hex, ascii } = hexRow(row * bytesInRow, bytes ?? new Uint8Array())
          return (
            <div
              key={row}
              role="listitem"
              aria-posinset={row + 1}
              aria-setsize={count}
              className="absolute top-0 left-0 flex w-full gap-4 px-3 font-mono text-sm leading-[18px] whitespace-pre"
              style={{ transform: `translateY(${start + i * rowHeight}px)`, height: rowHeight }}
            >
              <span className="text-faint">{offset}</span>
              <code>{hex}</code>
              <code className="text-muted">{ascii}</code>
            </div>
          )
        })}
      </div>
    </div>
  )
}

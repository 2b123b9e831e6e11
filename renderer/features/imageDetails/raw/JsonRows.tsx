import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Untrusted } from '../../../components'
import { rowOfPlace, type Segment, wrapLines } from './lines.logic'
import { type Match, segmentsOf } from './search.logic'
import { useColumns } from './useColumns'

const rowHeight = 18

/** JSON by lines: numbered, wrapped to the view, the matches marked; the current one is scrolled to. */
export function JsonRows(props: {
  readonly lines: readonly string[]
  readonly matches: readonly Match[]
  readonly current: number
}) {
  const { t } = useTranslation('details')
  const { lines, matches, current } = props
  const box = useRef<HTMLElement>(null)
  const digits = String(lines.length).length
  const columns = useColumns(box, digits + 2)
  const rows = useMemo(() => wrapLines(lines, columns), [lines, columns])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  })

  const match = matches[current]
  const target = match === undefined ? undefined : rowOfPlace(rows, match.line, match.start)
  useEffect(() => {
    if (target !== undefined) virtualizer.scrollToIndex(target, { align: 'center' })
  }, [target, virtualizer])

  return (
    <section
      ref={box}
      aria-label={t('raw.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
      tabIndex={0}
      className="relative min-h-24 flex-1 overflow-auto border-y border-line bg-inset -outline-offset-2"
      data-selectable
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          const text = lines[row.line] ?? ''
          return (
            <div
              key={item.key}
              className="absolute top-0 left-0 flex h-[18px] w-full px-2 font-mono text-sm leading-[18px] whitespace-pre"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span
                aria-hidden
                className="mr-[1ch] shrink-0 text-right text-faint select-none"
                style={{ width: `${digits}ch` }}
              >
                {row.start === 0 ? row.line + 1 : ''}
              </span>
              <code className="font-mono select-text">
                {segmentsOf(text, row, matches, current).map((segment, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one row are in order
                  <Part key={index} segment={segment} />
                ))}
              </code>
            </div>
          )
        })}
      </div>
    </section>
  )
}

function Part({ segment }: { readonly segment: Segment }) {
  if (segment.hit === 'none') return <Untrusted text={segment.text} />
  return (
    <mark
      className={
        segment.hit === 'current'
          ? 'rounded-[2px] bg-accent-fill text-on-fill'
          : 'rounded-[2px] bg-warn-soft text-warn'
      }
    >
      <Untrusted text={segment.text} />
    </mark>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type ReactNode, useEffect, useRef } from 'react'

/** Lines of any height, only those in sight mounted. `onNearEnd` asks for more. */
export function VirtualList(props: {
  readonly label: string
  readonly count: number
  /** Height of a line before it was measured. */
  readonly estimate: number
  readonly keyOf: (index: number) => string | number
  readonly children: (index: number) => ReactNode
  readonly onNearEnd?: () => void
  /** Keeps the end in sight as lines come, until someone scrolls up; back at the end it goes on. */
  readonly follow?: boolean
  readonly onFollow?: (follow: boolean) => void
  /** A line to bring into sight. */
  readonly target?: number | undefined
  readonly onCopy?: (event: ClipboardEvent) => void
  readonly className?: string
}) {
  const { label, count, estimate, keyOf, children, onNearEnd, onCopy, className } = props
  const { follow = false, onFollow, target } = props
  const scroller = useRef<HTMLDivElement>(null)
  const seenTop = useRef(0)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: keyOf,
    overscan: 8,
    onChange: (instance) => {
      const last = instance.range?.endIndex
      if (last !== undefined && last >= count - 20) onNearEnd?.()
    },
  })
  // A log at its cap has always as many lines: the key of the last one tells that there are new ones.
  const lastKey = count === 0 ? undefined : keyOf(count - 1)
  useEffect(() => {
    if (follow && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' })
  }, [follow, count, lastKey, virtualizer])
  useEffect(() => {
    if (target !== undefined) virtualizer.scrollToIndex(target, { align: 'center' })
  }, [target, virtualizer])
  const onScroll = (): void => {
    const box = scroller.current
    if (box === null || onFollow === undefined) return
    const up = box.scrollTop < seenTop.current
    seenTop.current = box.scrollTop
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 24
    // Lines that come make the way to the end longer; only a move upward is someone's wish.
    if (atEnd !== follow && (atEnd || up)) onFollow(atEnd)
  }
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={label}
      // It scrolls, also by keyboard
      tabIndex={0}
      onScroll={onScroll}
      onCopy={onCopy}
      className={`min-h-0 flex-1 overflow-auto -outline-offset-2 ${className ?? ''}`}
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="listitem"
            aria-posinset={item.index + 1}
            aria-setsize={count}
            className="absolute top-0 left-0 w-full"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {children(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

/** Lines of any height, only those in sight mounted. `onNearEnd` asks for more. */
export function VirtualList(props: {
  readonly label: string
  readonly count: number
  /** Height of a line before it was measured. */
  readonly estimate: number
  readonly keyOf: (index: number) => string | number
  readonly children: (index: number) => ReactNode
  readonly onNearEnd?: () => void
  readonly className?: string
}) {
  const { label, count, estimate, keyOf, children, onNearEnd, className } = props
  const scroller = useRef<HTMLDivElement>(null)
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
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={label}
      // It scrolls, also by keyboard
      tabIndex={0}
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

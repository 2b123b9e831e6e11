import type { ReactNode } from 'react'
import { VirtualList } from '../../components'

const plainUpTo = 40
const box = 'rounded-md border border-line'

/** A short list is as high as it needs to be; a long one is virtual and scrolls in a fixed height. */
export function LongList(props: {
  readonly label: string
  readonly count: number
  readonly estimate: number
  readonly keyOf: (index: number) => string
  readonly children: (index: number) => ReactNode
}) {
  const { label, count, estimate, keyOf, children } = props
  if (count > plainUpTo)
    return (
      <div className={`${box} flex h-[42vh] flex-col overflow-hidden`}>
        <VirtualList label={label} count={count} estimate={estimate} keyOf={keyOf}>
          {children}
        </VirtualList>
      </div>
    )
  return (
    <ul
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
      tabIndex={0}
      className={`${box} m-0 max-h-[42vh] list-none overflow-auto p-0 -outline-offset-2`}
    >
      {Array.from({ length: count }, (_, index) => (
        <li key={keyOf(index)}>{children(index)}</li>
      ))}
    </ul>
  )
}

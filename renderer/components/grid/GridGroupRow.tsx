import { ChevronDown, ChevronRight } from 'lucide-react'
import { cx } from '../cx'
import type { GridGroup } from './types'

/** The head of a group: opens and closes it, and chooses all that is under it. */
export function GridGroupRow(props: {
  readonly id: string
  readonly group: GridGroup
  readonly index: number
  readonly top: number
  readonly height: number
  readonly span: number
  readonly label: string
  readonly checked: ReadonlySet<string>
  readonly active: boolean
}) {
  const { id, group, index, top, height, span, label, checked, active } = props
  const count = group.members.reduce((sum, key) => sum + (checked.has(key) ? 1 : 0), 0)
  const all = count > 0 && count === group.members.length
  const Chevron = group.open ? ChevronDown : ChevronRight
  return (
    // Clicks are heard by the grid
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={group.open}
      aria-selected={all}
      data-index={index}
      className={cx(
        'absolute top-0 left-0 grid w-full grid-cols-[32px_1fr] items-center border-b border-line bg-raised [contain:strict]',
        active && 'grid-cursor',
      )}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div role="gridcell" aria-colindex={1} data-check className="flex h-full items-center justify-center">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={label}
          ref={(box) => {
            if (box !== null) box.indeterminate = count > 0 && !all
          }}
          checked={all}
          readOnly
          className="pointer-events-none m-0 size-[14px] accent-accent-fill"
        />
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        aria-colspan={span}
        className="flex min-w-0 items-center gap-1.5 px-2"
      >
        <Chevron size={14} aria-hidden className="shrink-0 text-muted" />
        {group.content}
      </div>
    </div>
  )
}

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger'

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-press text-fg',
  accent: 'bg-selected text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
}

/** A word with a tone; give it an icon where the colour carries meaning. */
export function Badge(props: {
  readonly tone?: Tone
  readonly icon?: LucideIcon
  readonly tip?: string
  readonly children: ReactNode
}) {
  const { tone = 'neutral', icon: Icon, tip, children } = props
  return (
    <span
      data-tip={tip}
      className={cx(
        'inline-flex h-[18px] max-w-full shrink-0 items-center gap-1 rounded-sm px-1.5 text-sm leading-none whitespace-nowrap',
        tones[tone],
      )}
    >
      {Icon === undefined ? null : <Icon size={12} aria-hidden />}
      {children}
    </span>
  )
}

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './cx'

/** A filter that is on or off. */
export function ToggleChip(props: {
  readonly pressed: boolean
  readonly onChange: (pressed: boolean) => void
  readonly children: ReactNode
  readonly count?: number | undefined
  readonly tip?: string
}) {
  const { pressed, onChange, children, count, tip } = props
  const { i18n } = useTranslation()
  return (
    <button
      type="button"
      aria-pressed={pressed}
      data-tip={tip}
      onClick={() => onChange(!pressed)}
      className={cx(
        'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-md border px-2 text-sm whitespace-nowrap',
        pressed ? 'border-accent bg-selected text-fg' : 'border-line text-muted hover:bg-hover hover:text-fg',
      )}
    >
      {children}
      {count === undefined ? null : (
        <span className={pressed ? 'text-muted' : 'text-faint'}>{count.toLocaleString(i18n.language)}</span>
      )}
    </button>
  )
}

/** A filter with a value: click to edit, cross to take away. */
export function Chip(props: {
  readonly name?: string
  readonly children: ReactNode
  /** What the chip is, in words: its remove button is read "Remove <label>". */
  readonly label: string
  readonly onEdit?: () => void
  readonly onRemove?: () => void
}) {
  const { t } = useTranslation()
  const { name, children, label, onEdit, onRemove } = props
  const inside = (
    <>
      {name === undefined ? null : <span className="text-muted">{name}</span>}
      <span className="clip max-w-[240px]">{children}</span>
    </>
  )
  return (
    <span className="inline-flex h-6 max-w-full shrink-0 items-center rounded-md border border-accent bg-selected text-sm">
      {onEdit === undefined ? (
        <span className="flex min-w-0 items-center gap-1.5 px-2">{inside}</span>
      ) : (
        <button
          type="button"
          onClick={onEdit}
          className="flex h-full min-w-0 items-center gap-1.5 rounded-md pr-1 pl-2"
        >
          {inside}
        </button>
      )}
      {onRemove === undefined ? null : (
        <button
          type="button"
          aria-label={t('remove', { name: label })}
          onClick={onRemove}
          className="flex h-full items-center rounded-r-md px-1 text-muted hover:bg-press hover:text-fg"
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  )
}

import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from './values'

/** The page's search: `/` brings the focus here, Esc empties it, ArrowDown goes on to the list. */
export function SearchField(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onLeave?: () => void
}) {
  const { label, value, onChange, onLeave } = props
  const { t } = useTranslation()
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && value !== '') {
      onChange('')
      event.stopPropagation()
    } else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault()
      onLeave?.()
    }
  }
  return (
    <div className="relative flex w-full max-w-[320px] min-w-[120px] items-center">
      <Search size={14} aria-hidden className="pointer-events-none absolute left-2 text-faint" />
      <input
        type="text"
        role="searchbox"
        data-search
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-md border border-line-strong/60 bg-canvas pr-7 pl-7 text-base"
      />
      <span className="absolute right-1.5 flex items-center">
        {value === '' ? (
          <KeyHint keys="/" />
        ) : (
          <button
            type="button"
            aria-label={t('clearSearch')}
            onClick={() => onChange('')}
            className="flex size-5 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-fg"
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </span>
    </div>
  )
}

import { type ReactNode, useId } from 'react'
import { cx } from '../../../components'

/** A rule that reads as a sentence with a gap in it; typing into the gap switches it on. */
export function RuleField(props: {
  readonly before: string
  readonly after: string
  readonly value: { readonly on: boolean; readonly typed: string }
  readonly onChange: (value: { readonly on: boolean; readonly typed: string }) => void
  readonly wide?: boolean
  readonly placeholder?: string
  readonly error?: string | undefined
  readonly children?: ReactNode
}) {
  const { before, after, value, onChange, wide = false, placeholder, error, children } = props
  const id = useId()
  const name = `${before} … ${after}`.trim()
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <input
          id={id}
          type="checkbox"
          checked={value.on}
          aria-label={name}
          onChange={(event) => onChange({ ...value, on: event.currentTarget.checked })}
          className="m-0 size-[14px] shrink-0 accent-accent-fill"
        />
        <label htmlFor={id} className="shrink-0">
          {before}
        </label>
        <input
          type="text"
          inputMode={wide ? 'text' : 'decimal'}
          spellCheck={false}
          autoComplete="off"
          maxLength={wide ? 512 : 12}
          value={value.typed}
          placeholder={placeholder}
          aria-label={name}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-note`}
          onChange={(event) => onChange({ on: true, typed: event.currentTarget.value })}
          className={cx(
            'h-6 min-w-0 rounded-md border border-line-strong/60 bg-canvas px-1.5 text-fg aria-invalid:border-danger',
            wide ? 'w-24 flex-1 font-mono text-sm' : 'w-12 text-right tabular-nums',
            !value.on && 'text-muted',
          )}
        />
        {after === '' ? null : <span className={cx('shrink-0', !value.on && 'text-muted')}>{after}</span>}
      </div>
      {value.on && children !== undefined ? <div className="mt-1 ml-[22px]">{children}</div> : null}
      {error === undefined ? null : (
        <p id={`${id}-note`} role="alert" className="m-0 mt-1 ml-[22px] text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

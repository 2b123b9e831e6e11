import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'className' | 'onChange'> & {
  readonly checked: boolean
  readonly indeterminate?: boolean
  readonly onChange: (checked: boolean) => void
  /** Without a visible label give `aria-label`. */
  readonly label?: ReactNode
  readonly hint?: ReactNode
}

export function Checkbox({ label, hint, indeterminate = false, onChange, ...rest }: CheckboxProps) {
  const id = useId()
  const box = (
    <input
      {...rest}
      id={id}
      type="checkbox"
      ref={(input) => {
        if (input !== null) input.indeterminate = indeterminate
      }}
      {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
      onChange={(event) => onChange(event.currentTarget.checked)}
      className="m-0 size-[14px] shrink-0 accent-accent-fill"
    />
  )
  if (label === undefined) return box
  return (
    <div className="flex items-start gap-2">
      <span className="flex h-5 items-center">{box}</span>
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint === undefined ? null : (
          <div id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </div>
        )}
      </div>
    </div>
  )
}

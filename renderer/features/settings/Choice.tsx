import { useId } from 'react'

/** A few values, all in sight, one chosen. */
export function Choice<K extends string>(props: {
  readonly label: string
  readonly value: K
  readonly options: readonly { readonly value: K; readonly label: string }[]
  readonly onChange: (value: K) => void
}) {
  const { label, value, options, onChange } = props
  const name = useId()
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 p-0 text-sm text-muted">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <label key={option.value} className="flex items-center gap-2">
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="m-0 size-[14px] accent-accent-fill"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

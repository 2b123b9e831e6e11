import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { cx } from './cx'

const control =
  'h-7 w-full min-w-0 rounded-md border border-line-strong/60 bg-canvas px-2 text-base text-fg disabled:opacity-50 aria-invalid:border-danger'

type FieldProps = {
  readonly label: string
  /** The label is read aloud but not drawn: the place says what the field is. */
  readonly labelHidden?: boolean
  readonly hint?: ReactNode
  readonly error?: ReactNode
}

type Described = { readonly id: string; readonly describedBy: string | undefined }

function Field(props: FieldProps & { readonly children: (described: Described) => ReactNode }) {
  const { label, labelHidden = false, hint, error, children } = props
  const id = useId()
  const note = error ?? hint
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'mb-1 block text-sm text-muted'}>
        {label}
      </label>
      {children({ id, describedBy: note === undefined ? undefined : `${id}-note` })}
      {note === undefined ? null : (
        <div
          id={`${id}-note`}
          role={error === undefined ? undefined : 'alert'}
          className={cx('mt-1 text-sm', error === undefined ? 'text-muted' : 'text-danger')}
        >
          {note}
        </div>
      )}
    </div>
  )
}

export type TextFieldProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange'> & {
    readonly value: string
    readonly onChange: (value: string) => void
    readonly mono?: boolean
    readonly ref?: Ref<HTMLInputElement>
  }

export function TextField({ label, labelHidden, hint, error, mono, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} labelHidden={labelHidden ?? false} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          {...rest}
          id={id}
          aria-invalid={error !== undefined || rest['aria-invalid'] === true}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
          className={cx(control, mono === true && 'font-mono text-sm')}
        />
      )}
    </Field>
  )
}

export type TextAreaProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'onChange'> & {
    readonly value: string
    readonly onChange: (value: string) => void
    readonly mono?: boolean
  }

export function TextArea({ label, labelHidden, hint, error, mono, onChange, ...rest }: TextAreaProps) {
  return (
    <Field label={label} labelHidden={labelHidden ?? false} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <textarea
          spellCheck={false}
          autoComplete="off"
          rows={3}
          {...rest}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
          className={cx(control, 'h-auto resize-y py-1', mono === true && 'font-mono text-sm')}
        />
      )}
    </Field>
  )
}

export type SelectProps<K extends string> = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'onChange' | 'value'> & {
    readonly value: K
    readonly options: readonly { readonly value: K; readonly label: string; readonly disabled?: boolean }[]
    readonly onChange: (value: K) => void
  }

/** The system's own: right for keyboard, screen reader and touch with nothing to load. */
export function Select<K extends string>(props: SelectProps<K>) {
  const { label, labelHidden, hint, error, options, onChange, ...rest } = props
  return (
    <Field label={label} labelHidden={labelHidden ?? false} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <select
          {...rest}
          id={id}
          aria-describedby={describedBy}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value)
            if (chosen !== undefined) onChange(chosen.value)
          }}
          className={cx(control, 'pr-1')}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

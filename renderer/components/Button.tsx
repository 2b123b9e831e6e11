import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import { cx } from './cx'

export type ButtonVariant = 'primary' | 'default' | 'danger' | 'ghost'
export type ButtonSize = 'small' | 'medium'

const looks: Readonly<Record<ButtonVariant, string>> = {
  primary: 'border-transparent bg-accent-fill text-on-fill enabled:hover:bg-accent-fill-hover',
  default: 'border-line bg-raised text-fg enabled:hover:bg-hover enabled:active:bg-press',
  danger: 'border-transparent bg-danger-fill text-on-fill enabled:hover:bg-danger-fill-hover',
  ghost: 'border-transparent text-muted enabled:hover:bg-hover enabled:hover:text-fg',
}

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly icon?: LucideIcon
  readonly ref?: Ref<HTMLButtonElement>
  /** Tooltip; a disabled button says here why. */
  readonly tip?: string | undefined
  readonly className?: string
}

export function Button(props: ButtonProps) {
  const {
    variant = 'default',
    size = 'medium',
    icon: Icon,
    tip,
    className,
    children,
    disabled,
    ...rest
  } = props
  return (
    <button
      type="button"
      {...rest}
      data-tip={tip}
      disabled={disabled}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border whitespace-nowrap',
        size === 'small' ? 'h-6 px-2 text-sm' : 'h-7 px-2.5 text-base',
        'disabled:opacity-50',
        looks[variant],
        className,
      )}
    >
      {Icon === undefined ? null : (
        <Icon size={size === 'small' ? 14 : 16} aria-hidden className="shrink-0" />
      )}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'variant' | 'icon' | 'tip'> & {
  readonly icon: LucideIcon
  /** Read aloud, and shown as the tooltip. */
  readonly label: string
  readonly shortcut?: string
}

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  size = 'medium',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      data-tip={shortcut === undefined ? label : `${label}  ${shortcut}`}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md text-muted',
        'enabled:hover:bg-hover enabled:hover:text-fg enabled:active:bg-press disabled:opacity-50',
        'aria-pressed:bg-press aria-pressed:text-fg aria-expanded:bg-hover',
        size === 'small' ? 'size-6' : 'size-7',
        className,
      )}
    >
      <Icon size={size === 'small' ? 14 : 16} aria-hidden />
    </button>
  )
}

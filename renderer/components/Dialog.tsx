import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './Button'
import { cx } from './cx'
import { useInertRoot } from './useInertRoot'

export type DialogProps = {
  readonly title: string
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the least dangerous one marked with `data-safe`: it has the focus unless a field with `data-first` is there. */
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly width?: 'small' | 'medium' | 'large'
}

const widths = { small: 'w-[420px]', medium: 'w-[560px]', large: 'w-[760px]' } as const

/** Opens with its first render, closes by unmounting. Esc closes; a click outside does not: what was typed stays. */
export function Dialog({ title, description, children, footer, onClose, width = 'medium' }: DialogProps) {
  const { t } = useTranslation()
  const content = useRef<HTMLDivElement>(null)
  useInertRoot()
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Radix.Content
          ref={content}
          onOpenAutoFocus={(event) => {
            const first =
              content.current?.querySelector<HTMLElement>('[data-first]') ??
              content.current?.querySelector<HTMLElement>('[data-safe]')
            if (first === null || first === undefined) return
            event.preventDefault()
            first.focus()
          }}
          onPointerDownOutside={(event) => event.preventDefault()}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-48px)] -translate-1/2 flex-col',
            'rounded-md border border-line bg-overlay shadow-overlay outline-none',
            widths[width],
          )}
        >
          <header className="flex items-start gap-2 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description asChild>
                  <div className="mt-0.5 text-muted">{description}</div>
                </Radix.Description>
              )}
            </div>
            <IconButton icon={X} label={t('close')} onClick={onClose} className="-mr-1.5" />
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-1">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

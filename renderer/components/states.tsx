import type { AppError } from '@shared/errors'
import { harmless } from '@shared/text'
import { CircleAlert, type LucideIcon, RotateCw } from 'lucide-react'
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { copySafely } from './copySafely'
import { Untrusted } from './values'

/** Says what the place is for and offers the first action. */
export function EmptyState(props: {
  readonly icon: LucideIcon
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
}) {
  const { icon: Icon, title, text, action } = props
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      <Icon size={28} strokeWidth={1.5} aria-hidden className="mb-1 text-faint" />
      <h2 className="text-lg font-semibold">{title}</h2>
      {text === undefined ? null : <div className="max-w-[440px] text-muted">{text}</div>}
      {action === undefined ? null : <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  )
}

/** Sentence and advice of an error. Values in them come from outside and are made visible. */
export function useErrorText(): (error: AppError) => { readonly sentence: string; readonly advice: string } {
  const { t } = useTranslation('errors')
  return useCallback(
    (error) => {
      // What an error is about goes by either name.
      const { image, reference } = error.params
      const all = { ...error.params, image: image ?? reference ?? '', reference: reference ?? image ?? '' }
      const params: Record<string, string | number> = {}
      for (const [name, value] of Object.entries(all))
        params[name] = typeof value === 'string' ? harmless(value) : value
      return { sentence: t(`${error.code}.sentence`, params), advice: t(`${error.code}.advice`, params) }
    },
    [t],
  )
}

/** The engine's or the system's own words, folded. */
export function ErrorDetail({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-muted marker:text-faint hover:text-fg">
        {t('details')}
      </summary>
      <pre
        // It scrolls, also by keyboard
        tabIndex={0}
        aria-label={t('details')}
        onCopy={copySafely}
        className="mt-1 max-h-40 overflow-auto rounded-md border border-line bg-inset p-2 text-left font-mono whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        <Untrusted text={text} lines />
      </pre>
    </details>
  )
}

/** What happened, what to do, details folded. `compact` is for panels and dialogs. */
export function ErrorState(props: {
  readonly error: AppError
  readonly onRetry?: () => void
  readonly compact?: boolean
  readonly action?: ReactNode
  /** More words, between the advice and the details. */
  readonly children?: ReactNode
  /** What can be done all the same, under the buttons. */
  readonly below?: ReactNode
}) {
  const { error, onRetry, compact = false, action, children, below } = props
  const { t } = useTranslation()
  const { sentence, advice } = useErrorText()(error)
  const buttons =
    onRetry === undefined && action === undefined ? null : (
      <div className="flex flex-wrap gap-2">
        {onRetry === undefined ? null : (
          <Button icon={RotateCw} size={compact ? 'small' : 'medium'} onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {action}
      </div>
    )
  const words = (
    <div className="flex min-w-0 max-w-[520px] flex-col gap-1.5">
      <p className="m-0 font-semibold [overflow-wrap:anywhere]">{sentence}</p>
      <p className="m-0 text-muted [overflow-wrap:anywhere]" data-selectable>
        {advice}
      </p>
      {children}
      {error.detail === undefined ? null : <ErrorDetail text={error.detail} />}
      {buttons}
      {below}
    </div>
  )
  return (
    <div
      role="alert"
      className={
        compact
          ? 'flex gap-2 rounded-md border border-line bg-raised p-3'
          : 'flex h-full justify-center gap-3 p-8 pt-[14vh]'
      }
    >
      <CircleAlert size={compact ? 16 : 20} aria-hidden className="mt-0.5 shrink-0 self-start text-danger" />
      {words}
    </div>
  )
}

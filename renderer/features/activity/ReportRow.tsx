import type { CleanupOutcome } from '@shared/domain/cleanup'
import type { AppError } from '@shared/errors'
import { harmless } from '@shared/text'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx, Mono, useErrorText } from '../../components'
import type { ReportLine } from './report.logic'

type Outcome = ReportLine['type'] | CleanupOutcome

const colours: Readonly<Record<Outcome, string>> = {
  untagged: 'text-muted',
  deleted: 'text-muted',
  done: 'text-muted',
  gone: 'text-muted',
  dropped: 'text-warn',
  left: 'text-warn',
  failed: 'text-danger',
  untouched: 'text-muted',
}

/** What became of one thing: a word for it, the thing, and why it did not go as confirmed. */
export function ReportRow({
  outcome,
  word,
  error,
  children,
}: {
  readonly outcome: Outcome
  readonly word: string
  readonly error: AppError | undefined
  readonly children: ReactNode
}) {
  const errorText = useErrorText()
  return (
    <div className="flex items-baseline gap-3 border-b border-line/60 px-3 py-0.5" data-selectable>
      <span className={cx('w-[92px] shrink-0 text-sm', colours[outcome])}>{word}</span>
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {children}
        {error === undefined ? null : (
          <p className="m-0 text-sm text-muted">
            {errorText(error).sentence} {errorText(error).advice}
          </p>
        )}
      </div>
    </div>
  )
}

/** A line of a removed image. `children`: what can be done about it. */
export function ImageRow({ line, children }: { readonly line: ReportLine; readonly children?: ReactNode }) {
  const { t } = useTranslation('activity')
  const error =
    line.type === 'dropped' || line.type === 'failed' ? withImage(line.result.error, line.name) : undefined
  return (
    <ReportRow outcome={line.type} word={t(`line.${line.type}`)} error={error}>
      <Mono>{harmless('text' in line ? line.text : line.name)}</Mono>
      {children}
    </ReportRow>
  )
}

/** The sentence names its image, whatever the step gave along. */
function withImage(error: AppError, image: string): AppError {
  return { ...error, params: { image, ...error.params } }
}

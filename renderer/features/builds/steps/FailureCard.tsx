import type { BuildView, DockerfileSpot } from '@shared/domain/build'
import type { AppError } from '@shared/errors'
import { CircleAlert, ListCollapse } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, CopyButton, copySafely, ErrorDetail, Untrusted, useErrorText } from '../../../components'
import { Excerpt } from './Excerpt'
import { exportFailure } from './export.logic'

/** What went wrong, what to do, and the lines of the Dockerfile. `error` are our words; the engine's own stand when there are none. */
export function FailureCard(props: {
  readonly view: BuildView
  readonly spot: DockerfileSpot | undefined
  readonly error: AppError | undefined
  readonly onShowStep: ((id: string) => void) | undefined
}) {
  const { t } = useTranslation('buildSteps')
  const words = useErrorText()
  const { view, spot, error, onShowStep } = props
  const message = view.failure?.message ?? error?.detail ?? ''
  const stepId = view.failure?.stepId
  const text = error === undefined ? undefined : words(error)
  const copied = exportFailure({ message: message === '' ? (text?.sentence ?? '') : message }, spot)
  return (
    <section
      aria-label={t('failure')}
      className="m-3 flex gap-2 rounded-md border border-line bg-raised p-3"
      role="alert"
    >
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1" data-selectable onCopy={copySafely}>
            <p className="m-0 font-semibold [overflow-wrap:anywhere] whitespace-pre-wrap">
              {text === undefined ? <Untrusted text={message} lines /> : text.sentence}
            </p>
            {text === undefined ? null : (
              <p className="m-0 text-muted [overflow-wrap:anywhere]">{text.advice}</p>
            )}
          </div>
          <CopyButton text={copied} label={t('copyError')} />
        </div>
        {spot === undefined ? null : <Excerpt spot={spot} />}
        {text !== undefined && message !== '' ? <ErrorDetail text={message} /> : null}
        {stepId === undefined || onShowStep === undefined ? null : (
          <div>
            <Button size="small" icon={ListCollapse} onClick={() => onShowStep(stepId)}>
              {t('showStep')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

import type { JobSnapshot } from '@shared/job'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../../api'
import { Button, formatBytes, ProgressBar, showToast, useErrorText } from '../../../components'
import { progressOf } from './progress.logic'

/** A job of this page in its place: how far, how fast, and the button that ends it. */
export function JobProgressView({ job, label }: { readonly job: JobSnapshot; readonly label: string }) {
  const { t, i18n } = useTranslation('contents')
  const errorText = useErrorText()
  const progress = progressOf(job)
  const size = (bytes: number): string => formatBytes(bytes, i18n.language)
  const cancel = (): void =>
    void unwrap(strata().jobs.cancel({ id: job.id })).catch((cause: unknown) => {
      const { sentence, advice } = errorText(errorOf(cause))
      showToast({ tone: 'danger', text: `${sentence} ${advice}` })
    })
  const words =
    progress === undefined || (progress.done === 0 && progress.total === 0)
      ? [t('read.starting')]
      : [
          progress.total > 0
            ? t('read.progress', { done: size(progress.done), total: size(progress.total) })
            : size(progress.done),
          progress.bytesPerSecond === undefined
            ? ''
            : t('read.speed', { bytes: size(progress.bytesPerSecond) }),
          progress.left === undefined ? '' : t('read.left', { count: progress.left }),
        ]
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <ProgressBar
        label={label}
        {...(progress?.fraction === undefined ? {} : { value: progress.fraction })}
      />
      <p className="m-0 text-sm text-muted">{words.filter((word) => word !== '').join(' · ')}</p>
      {progress?.current === undefined ? null : (
        <p className="clip m-0 text-sm text-muted">
          {t('read.current', { name: harmless(progress.current) })}
        </p>
      )}
      <div>
        <Button size="small" disabled={!job.cancellable} onClick={cancel}>
          {t('read.cancel')}
        </Button>
      </div>
    </div>
  )
}

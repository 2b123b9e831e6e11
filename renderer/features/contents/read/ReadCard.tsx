import type { OpenedImage, ReadingState } from '@shared/domain/contents'
import type { AppErrorCode } from '@shared/errors'
import { BookOpen } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStartJob } from '../../../api'
import { Button, ErrorState, formatBytes } from '../../../components'
import { JobProgressView } from './JobProgressView'
import { startReading, useReadJob } from './readJobs'

type Unread = Extract<ReadingState, { readonly type: 'unread' }>

/** How often a limit can be raised: ten times each. */
const mostRaises = 3

/** What reading costs, the button that starts it, and how far it is. */
export function ReadCard({ image, reading }: { readonly image: OpenedImage; readonly reading: Unread }) {
  const { t } = useTranslation('contents')
  const { handle } = image
  const job = useReadJob(handle)
  const { busy, error, start } = useStartJob()
  const [raised, setRaised] = useState(0)
  const read = (raise: number): void => {
    setRaised(raise)
    void start(async () => await startReading(handle, { raise }))
  }
  if (job?.state.type === 'running')
    return (
      <Card title={t('read.running')}>
        <JobProgressView job={job} label={t('read.running')} />
      </Card>
    )
  const failure = error ?? (job?.state.type === 'failed' ? job.state.error : undefined)
  const tooLarge = failure !== undefined && limits.has(failure.code) && raised < mostRaises
  return (
    <Card title={t('read.title')}>
      <Cost image={image} reading={reading} />
      {job?.state.type === 'cancelled' ? (
        <p role="status" className="m-0 text-muted">
          {t('read.stopped')}
        </p>
      ) : null}
      {failure === undefined ? null : (
        <ErrorState
          error={failure}
          compact
          action={
            tooLarge ? (
              <Button size="small" disabled={busy} tip={t('read.raiseWhy')} onClick={() => read(raised + 1)}>
                {t('read.raise')}
              </Button>
            ) : undefined
          }
        />
      )}
      <div>
        <Button variant="primary" icon={BookOpen} disabled={busy} onClick={() => read(raised)}>
          {t('read.start')}
        </Button>
      </div>
    </Card>
  )
}

/** Limits that keep a made-up image from filling the memory; who trusts it can raise them. */
const limits: ReadonlySet<AppErrorCode> = new Set([
  'LAYER_LIMIT_BYTES',
  'LAYER_LIMIT_RATIO',
  'LAYER_LIMIT_ENTRIES',
  'LAYER_LIMIT_NAMES',
])

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 justify-center overflow-auto p-6">
      <section className="flex h-fit w-full max-w-[560px] flex-col gap-3 rounded-md border border-line bg-raised p-4">
        <h2 className="m-0 text-base font-semibold">{title}</h2>
        {children}
      </section>
    </div>
  )
}

function Cost({ image, reading }: { readonly image: OpenedImage; readonly reading: Unread }) {
  const { t, i18n } = useTranslation('contents')
  const { t: common } = useTranslation()
  const { bytes, isAbout, isAtLeast = false, layers } = reading
  const size = bytes === undefined ? '' : formatBytes(bytes, i18n.language)
  const words =
    bytes === undefined
      ? t(`read.${image.place}`)
      : t(`read.${image.place}Bytes`, {
          bytes: isAtLeast ? t('read.atLeast', { size }) : isAbout ? common('about', { value: size }) : size,
        })
  return (
    <>
      <p
        className="m-0"
        data-tip={
          isAbout && bytes !== undefined ? t(isAtLeast ? 'read.atLeastWhy' : 'read.aboutWhy') : undefined
        }
      >
        {words}
      </p>
      {layers < image.layerCount ? (
        <p className="m-0 text-sm text-muted">{t('read.partly', { count: layers })}</p>
      ) : null}
    </>
  )
}

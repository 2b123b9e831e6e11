import { CloudDownload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, useJobs, useStartJob } from '../../../api'
import { Button, ErrorState, formatBytes } from '../../../components'
import { JobProgressView } from '../read/JobProgressView'
import { contentsJobs, fetchKey, useContentsJob } from '../read/readJobs'
import { secondsFor } from './fetch.logic'

/** An engine gives no single file: its bytes come with one save of the image, which someone has to want. */
export function FetchCard({
  handle,
  bytes,
}: {
  readonly handle: string
  readonly bytes: number | undefined
}) {
  const { t, i18n } = useTranslation('contents')
  const { t: common } = useTranslation()
  const { busy, error, start } = useStartJob()
  const job = useContentsJob(fetchKey(handle))
  const seconds = secondsFor(bytes, useJobs().data ?? [])
  const fetch = (): void =>
    void start(async () => {
      const { jobId } = await unwrap(strata().contents.fetch({ handle }))
      contentsJobs.started(fetchKey(handle), jobId)
    })
  if (job?.state.type === 'running')
    return (
      <div className="p-3">
        <JobProgressView job={job} label={t('viewer.fetching')} />
      </div>
    )
  const failure = error ?? (job?.state.type === 'failed' ? job.state.error : undefined)
  const size = bytes === undefined ? undefined : common('about', { value: formatBytes(bytes, i18n.language) })
  return (
    <div className="flex flex-col gap-2 overflow-auto p-3">
      <p className="m-0">
        {t('viewer.needsFetch')} {size === undefined ? null : t('viewer.fetchBytes', { bytes: size })}{' '}
        {seconds === undefined ? null : t('viewer.fetchTime', { count: seconds })}
      </p>
      {failure === undefined ? null : <ErrorState error={failure} compact />}
      <div>
        <Button variant="primary" size="small" icon={CloudDownload} disabled={busy} onClick={fetch}>
          {t('viewer.fetch')}
        </Button>
      </div>
    </div>
  )
}

import type { OpenedImage } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { BookOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStartJob } from '../../../api'
import { Button, ErrorState } from '../../../components'
import { JobProgressView, startReading, useReadJob } from '../../contents'

/** Reads what is not known yet of either side, on a click; then the comparison comes by itself. */
export function ReadBoth({ left, right }: { readonly left: OpenedImage; readonly right: OpenedImage }) {
  const { t } = useTranslation('compare')
  const job = useStartJob()
  const sides = left.handle === right.handle ? [left] : [left, right]
  const unread = sides.filter(({ reading }) => reading.type === 'unread')
  const [leftJob, rightJob] = [useReadJob(left.handle), useReadJob(right.handle)]
  const running = [leftJob, rightJob].some((one) => one?.state.type === 'running')
  // Two images of one engine come in one save, and so in one job.
  const shown = leftJob !== undefined && leftJob.id === rightJob?.id ? [left] : unread
  return (
    <div className="flex min-h-0 flex-1 justify-center overflow-auto p-6">
      <section className="flex h-fit w-full max-w-[560px] flex-col gap-4">
        {shown.map((image) => (
          <Reading key={image.handle} image={image} />
        ))}
        {running ? null : (
          <>
            <p className="m-0 text-muted">{t('waiting.read')}</p>
            <div>
              <Button
                variant="primary"
                icon={BookOpen}
                disabled={job.busy}
                onClick={() => void job.start(async () => await readAll(unread))}
              >
                {t('waiting.readButton')}
              </Button>
            </div>
          </>
        )}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </section>
    </div>
  )
}

async function readAll(images: readonly OpenedImage[]): Promise<void> {
  const [first, second] = images
  if (first === undefined) return
  const together = first.place === 'engine' && second?.place === 'engine'
  if (second === undefined || together) {
    await startReading(first.handle, { also: second === undefined ? [] : [second.handle] })
    return
  }
  await Promise.all(images.map(async ({ handle }) => await startReading(handle)))
}

function Reading({ image }: { readonly image: OpenedImage }) {
  const { t } = useTranslation('compare')
  const job = useReadJob(image.handle)
  if (job === undefined || job.state.type === 'succeeded') return null
  const name = harmless(image.name)
  if (job.state.type === 'cancelled')
    return (
      <p role="status" className="m-0 text-muted">
        {name}: {t('side.stopped')}
      </p>
    )
  if (job.state.type === 'failed') return <ErrorState error={job.state.error} compact />
  const label = t('waiting.reading', { name })
  return (
    <div>
      <h2 className="m-0 mb-1.5 text-base font-semibold [overflow-wrap:anywhere]">{label}</h2>
      <JobProgressView job={job} label={label} />
    </div>
  )
}

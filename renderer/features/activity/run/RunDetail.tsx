import type { ContainerUse } from '@shared/domain/image'
import type { RunReport } from '@shared/domain/run'
import type { JobSnapshot } from '@shared/job'
import { CirclePlay, CircleStop, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap, useImageDetails, useImages } from '../../../api'
import { Button, showToast, useErrorText } from '../../../components'
import { dialogs } from '../../frame'
import { RunReportView } from './RunReportView'
import { type ContainerNow, containerNow, runReportOf } from './run.logic'

/** The containers of the image tell how this one is by now; the engine's events keep them true. */
function useContainerNow(report: RunReport): ContainerNow {
  const { imageId } = report
  const containers = useImageDetails(imageId).data?.containers
  return containerNow(report, imageId === '' ? undefined : containers)
}

export function RunOutcome({ report }: { readonly report: RunReport }) {
  return <RunReportView report={report} now={useContainerNow(report)} />
}

/** Stop, remove and run again, of a run that has ended or was left in the background. */
export function RunActions({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('activity')
  const report = runReportOf(job)
  const again = useRunAgain()
  return (
    <>
      {report === undefined ? null : <ContainerActions report={report} />}
      <Button icon={CirclePlay} onClick={() => again(job.id)}>
        {t('run.again')}
      </Button>
    </>
  )
}

function ContainerActions({ report }: { readonly report: RunReport }) {
  const { t } = useTranslation('activity')
  const { isThere, running } = useContainerNow(report)
  if (!isThere) return null
  const { containerId: id, name } = report
  const container: ContainerUse = {
    id,
    name,
    state: running ? 'running' : 'exited',
    running,
    createdFrom: '',
    own: true,
  }
  return (
    <>
      {running ? (
        <Button
          icon={CircleStop}
          onClick={() => dialogs.open({ type: 'container', action: 'stop', container })}
        >
          {t('run.stop')}
        </Button>
      ) : null}
      <Button icon={Trash2} onClick={() => dialogs.open({ type: 'container', action: 'remove', container })}>
        {t('run.remove')}
      </Button>
    </>
  )
}

/** With the same settings, to be looked at first: the name may be taken by the first one. */
function useRunAgain(): (jobId: string) => void {
  const errorText = useErrorText()
  const rows = useImages().data?.rows
  return (jobId) =>
    void unwrap(strata().runs.requestOf({ jobId })).then(
      (options) => {
        const { image } = options
        const row = rows?.find(({ id, tags }) => id === image || tags.includes(image))
        const imageId = row === undefined ? {} : { imageId: row.id }
        dialogs.open({ type: 'run', image, ...imageId, options })
      },
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ tone: 'danger', text: `${sentence} ${advice}` })
      },
    )
}

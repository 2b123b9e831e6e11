import type { JobSnapshot } from '@shared/job'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components'
import { navigation } from '../frame'
import { buildProgressOf, buildReportOf } from './builds.logic'
import { BuildProgressView } from './steps'
import { useBuildReading } from './useBuildReading'

/** A build as it runs and what came of it. Key it by the job. */
export function BuildJobView({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('builds')
  const { held, error } = useBuildReading(job)
  const { state, startedAt, endedAt } = job
  if (held === undefined) {
    if (error === undefined) return null
    return (
      <div className="flex flex-col gap-2 p-3">
        {state.type === 'failed' ? <ErrorState error={state.error} compact /> : null}
        <p className="m-0 text-muted">{t('detail.gone')}</p>
      </div>
    )
  }
  return (
    <BuildProgressView
      view={held.view}
      state={state.type}
      spot={held.spot}
      report={buildReportOf(job)}
      error={state.type === 'failed' ? state.error : undefined}
      sent={buildProgressOf(job)?.sent}
      startedAt={startedAt}
      endedAt={endedAt}
      onOpenImage={navigation.openImage}
    />
  )
}

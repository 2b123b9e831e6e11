import { Activity } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useJobs } from '../../api'
import { Button, EmptyState, ErrorState, Toolbar } from '../../components'
import { activityState, useActivityState } from './activityStore'
import { JobDetail } from './JobDetail'
import { JobList } from './JobList'
import { inOrder, isRunning } from './jobs.logic'
import { useJobActions } from './useJobActions'

/** Jobs outlive pages: whatever ran is here with its one end, until it is dismissed. */
export function ActivityPage() {
  const { t } = useTranslation('activity')
  const { data, error, retry } = useJobs()
  const { chosen } = useActivityState()
  const actions = useJobActions()
  const jobs = inOrder(data ?? [])
  const ended = jobs.filter((job) => !isRunning(job))
  const shown = jobs.find((job) => job.id === chosen) ?? jobs[0]
  return (
    <>
      <Toolbar title={t('title')}>
        <span className="flex-1" />
        {ended.length === 0 ? null : (
          <Button onClick={() => actions.dismiss(ended.map((job) => job.id))}>{t('page.clear')}</Button>
        )}
      </Toolbar>
      {error !== undefined && data === undefined ? <ErrorState error={error} onRetry={retry} /> : null}
      {data !== undefined && shown === undefined ? (
        <EmptyState icon={Activity} title={t('page.empty')} text={t('page.emptyText')} />
      ) : null}
      {shown === undefined ? null : (
        <div className="flex min-h-0 flex-1">
          <div className="flex w-[34%] max-w-[360px] min-w-[220px] shrink-0 flex-col border-r border-line">
            <JobList
              jobs={jobs}
              chosen={shown.id}
              onChoose={(id) => {
                activityState.choose(id)
                activityState.markSeen(id)
              }}
            />
          </div>
          <JobDetail key={shown.id} job={shown} />
        </div>
      )}
    </>
  )
}

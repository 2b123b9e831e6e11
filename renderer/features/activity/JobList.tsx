import type { JobSnapshot } from '@shared/job'
import { useTranslation } from 'react-i18next'
import { cx, ProgressBar, RelativeTime, VirtualList } from '../../components'
import { fractionOf, phaseOf } from './jobs.logic'
import { PhaseIcon } from './PhaseMark'
import { useJobWords } from './useJobWords'

export function JobList(props: {
  readonly jobs: readonly JobSnapshot[]
  readonly label?: string
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}) {
  const { t } = useTranslation('activity')
  const { jobs, label, chosen, onChoose } = props
  return (
    <VirtualList
      label={label ?? t('page.jobs')}
      count={jobs.length}
      estimate={56}
      keyOf={(index) => jobs[index]?.id ?? index}
    >
      {(index) => {
        const job = jobs[index]
        return job === undefined ? null : (
          <JobRow job={job} current={job.id === chosen} onChoose={() => onChoose(job.id)} />
        )
      }}
    </VirtualList>
  )
}

function JobRow(props: {
  readonly job: JobSnapshot
  readonly current: boolean
  readonly onChoose: () => void
}) {
  const { t } = useTranslation('activity')
  const words = useJobWords()
  const { job, current, onChoose } = props
  const phase = phaseOf(job)
  const fraction = fractionOf(job)
  return (
    <button
      type="button"
      aria-current={current ? 'true' : undefined}
      onClick={onChoose}
      className={cx(
        'flex w-full flex-col gap-0.5 border-b border-line/60 px-3 py-2 text-left -outline-offset-2',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full min-w-0 items-center gap-2">
        <PhaseIcon phase={phase} />
        <span className="clip min-w-0 flex-1">{words.title(job)}</span>
        <span className="text-sm text-muted">
          <RelativeTime ms={job.endedAt ?? job.startedAt} />
        </span>
      </span>
      <span className="clip w-full pl-6 text-sm text-muted">
        {t(`phase.${phase}`)}
        {job.state.type === 'running' ? null : words.outcome(job) === '' ? null : ` · ${words.outcome(job)}`}
      </span>
      {phase === 'working' ? (
        <span className="w-full pt-1 pl-6">
          <ProgressBar label={words.title(job)} {...(fraction === undefined ? {} : { value: fraction })} />
        </span>
      ) : null}
    </button>
  )
}

import type { JobSnapshot } from '@shared/job'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useJobs } from '../../api'
import { Button, IconButton, ProgressBar, UndoBar } from '../../components'
import { navigation } from '../frame'
import { activityState, useActivityState } from './activityStore'
import { type BarView, barView, fractionOf, phaseOf } from './jobs.logic'
import { PhaseIcon } from './PhaseMark'
import { showJob } from './showJob'
import { useJobActions } from './useJobActions'
import { useJobWords } from './useJobWords'

const noJobs: readonly JobSnapshot[] = []

/** The foot of the window: what waits, what runs, what ended and was not seen yet. */
export function ActivityBar() {
  const { t } = useTranslation('activity')
  const jobs = useJobs().data ?? noJobs
  const view = barView(jobs, useActivityState().seenEnds)
  return (
    <section
      aria-label={t('bar.label')}
      className="flex h-8 shrink-0 items-center gap-2 border-t border-line bg-side px-2"
    >
      <BarContent view={view} />
    </section>
  )
}

function BarContent({ view }: { readonly view: BarView }) {
  const { t } = useTranslation('activity')
  switch (view.type) {
    case 'quiet':
      return (
        <OpenButton onClick={() => navigation.goTo('activity')}>
          <span className="text-muted">{t('bar.quiet')}</span>
        </OpenButton>
      )
    case 'waiting':
      return <Waiting view={view} />
    case 'working':
      return <Working view={view} />
    default:
      return <Ended job={view.job} />
  }
}

function OpenButton({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  const { t } = useTranslation('activity')
  return (
    <button
      type="button"
      onClick={onClick}
      data-tip={t('bar.open')}
      className="flex h-6 min-w-0 items-center gap-2 rounded-sm px-1 text-left hover:bg-hover"
    >
      {children}
    </button>
  )
}

function Others({ count }: { readonly count: number }) {
  const { t } = useTranslation('activity')
  return count <= 0 ? null : (
    <span className="text-sm whitespace-nowrap text-muted">{t('bar.others', { count })}</span>
  )
}

function Waiting({ view }: { readonly view: Extract<BarView, { type: 'waiting' }> }) {
  const words = useJobWords()
  const actions = useJobActions()
  const { job, until, others } = view
  return (
    <>
      <PhaseIcon phase="waiting" />
      <div className="min-w-0 flex-1">
        <UndoBar
          text={words.doing(job)}
          until={until}
          onUndo={() => actions.cancel(job.id)}
          onRunNow={() => actions.runNow(job.id)}
        />
      </div>
      <Others count={others} />
    </>
  )
}

function Working({ view }: { readonly view: Extract<BarView, { type: 'working' }> }) {
  const words = useJobWords()
  const actions = useJobActions()
  const { job, others } = view
  const fraction = fractionOf(job)
  return (
    <>
      <OpenButton onClick={() => showJob(job.id)}>
        <PhaseIcon phase="working" />
        <span className="clip">{words.doing(job)}</span>
        <span className="text-sm whitespace-nowrap text-muted">{words.progress(job)}</span>
      </OpenButton>
      <div className="max-w-60 min-w-16 flex-1">
        <ProgressBar label={words.title(job)} {...(fraction === undefined ? {} : { value: fraction })} />
      </div>
      <span className="flex-1" />
      <Others count={others} />
      {job.cancellable ? (
        <Button size="small" onClick={() => actions.cancel(job.id)}>
          {words.cancel(job)}
        </Button>
      ) : null}
    </>
  )
}

function Ended({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('activity')
  const words = useJobWords()
  const phase = phaseOf(job)
  const outcome = words.outcome(job)
  return (
    <>
      <div role="status" className="flex min-w-0 items-center gap-2 px-1">
        <PhaseIcon phase={phase} />
        <span className="clip">
          {words.title(job)}: {t(`phase.${phase}`)}
        </span>
        <span className="clip text-sm text-muted">{outcome}</span>
      </div>
      <span className="flex-1" />
      <Button size="small" onClick={() => showJob(job.id)}>
        {t('bar.report')}
      </Button>
      <IconButton
        size="small"
        icon={X}
        label={t('bar.dismiss')}
        onClick={() => activityState.markSeen(job.id)}
      />
    </>
  )
}

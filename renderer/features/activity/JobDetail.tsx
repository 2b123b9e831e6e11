import type { JobSnapshot } from '@shared/job'
import { CircleX, Layers, RotateCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  CommandLine,
  ErrorState,
  formatSpan,
  Mono,
  ProgressBar,
  RelativeTime,
  UndoBar,
  useNow,
} from '../../components'
import { later } from '../../components/later'
import { Tabs } from '../../components/Tabs'
import { navigation } from '../frame'
import { CleanupReportView } from './cleanup/CleanupReportView'
import { JobLogView } from './JobLogView'
import { cleanupOf, durationMs, fractionOf, phaseOf, reportOf } from './jobs.logic'
import { PhaseBadge } from './PhaseMark'
import { ReportView } from './ReportView'
import { RunActions, RunOutcome } from './run/RunDetail'
import { RunProgress } from './run/RunProgress'
import { runOf, runReportOf } from './run/run.logic'
import { LayerList } from './transfer/LayerList'
import { TransferProgress } from './transfer/TransferProgress'
import { TransferReportView } from './transfer/TransferReportView'
import { canRepeat, imageOf, transferOf, transferReportOf } from './transfer/transfer.logic'
import { useJobActions } from './useJobActions'
import { useJobWords } from './useJobWords'

type TabKey = 'report' | 'log'

const BuildJobView = later(async () => (await import('../builds')).BuildJobView)

/** One job in full. It is keyed by its id: another job is another detail. */
export function JobDetail({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('activity')
  const words = useJobWords()
  const outcome = reportContent(job)
  const [picked, setPicked] = useState<TabKey>()
  const isRun = job.kind === 'runContainer'
  const tab = picked ?? (outcome === undefined || isRun ? 'log' : 'report')
  // Its steps say how far it is, and why it failed.
  const isBuild = job.kind === 'buildImage'
  const ofTransfer = transferOf(job) === undefined ? t('page.report') : t('transfer.tab')
  const tabLabel = isBuild ? t('build.tab') : ofTransfer
  return (
    <section
      aria-label={words.title(job)}
      className="flex min-h-0 min-w-0 flex-1 flex-col [&_[role=tablist]]:overflow-y-hidden"
    >
      <header className="shrink-0 px-3 pt-2.5 pb-2">
        <div className="flex min-w-0 items-center gap-2">
          <h2 className="m-0 min-w-0 truncate text-lg font-semibold">{words.title(job)}</h2>
          <PhaseBadge phase={phaseOf(job)} />
          <span className="flex-1" />
          <Actions job={job} />
        </div>
        <p className="m-0 text-muted">
          {t('page.started')} <RelativeTime ms={job.startedAt} />
          {' · '}
          <Took job={job} />
        </p>
        {isBuild ? null : job.state.type === 'running' ? (
          <Running job={job} />
        ) : (
          <p className="m-0 mt-1">{words.outcome(job)}</p>
        )}
      </header>
      {job.state.type === 'failed' && !isBuild ? (
        <div className="shrink-0 px-3 pb-2">
          <ErrorState error={job.state.error} compact />
        </div>
      ) : null}
      <Tabs<TabKey>
        label={words.title(job)}
        value={tab}
        onChange={setPicked}
        items={[
          {
            key: 'report',
            label: tabLabel,
            content: outcome ?? (
              <p className="m-0 p-3 text-muted">
                {job.state.type === 'running' ? t('page.reportLater') : t('page.noReport')}
              </p>
            ),
          },
          {
            key: 'log',
            label: isRun ? t('run.output') : t('page.log'),
            content: <JobLogView key={job.id} id={job.id} logLines={job.logLines} />,
          },
        ]}
      />
      {job.command === undefined ? null : (
        <div className="shrink-0 border-t border-line px-3 py-2">
          <CommandLine command={job.command} />
        </div>
      )}
    </section>
  )
}

/** What it did; of images on the move, what it does. */
function reportContent(job: JobSnapshot): ReactNode {
  if (job.kind === 'buildImage') {
    return <BuildJobView key={job.id} job={job} />
  }
  const transfer = transferOf(job)
  if (transfer !== undefined) return <LayerList transfer={transfer} />
  const moved = transferReportOf(job)
  if (moved !== undefined) return <TransferReportView report={moved} />
  const ran = runReportOf(job)
  if (ran !== undefined) return <RunOutcome report={ran} />
  const cleaned = cleanupOf(job)
  if (cleaned !== undefined) return <CleanupReportView key={job.id} jobId={job.id} report={cleaned} />
  const report = reportOf(job)
  return report === undefined ? undefined : <ReportView report={report} />
}

function Took({ job }: { readonly job: JobSnapshot }) {
  return job.endedAt === undefined ? <Ticking job={job} /> : <TookWords ms={durationMs(job, job.endedAt)} />
}

function Ticking({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('activity')
  return <>{t('page.runs', { time: formatSpan(durationMs(job, useNow('second'))) })}</>
}

function TookWords({ ms }: { readonly ms: number }) {
  const { t } = useTranslation('activity')
  return <>{t('page.took', { time: formatSpan(ms) })}</>
}

function Running({ job }: { readonly job: JobSnapshot }) {
  const words = useJobWords()
  const actions = useJobActions()
  if (job.state.type !== 'running') return null
  const { progress } = job.state
  if (progress.phase === 'waiting')
    return (
      <div className="mt-1.5 rounded-md border border-line bg-raised px-2.5 py-1.5">
        <UndoBar
          text={words.doing(job)}
          until={progress.until}
          onUndo={() => actions.cancel(job.id)}
          onRunNow={() => actions.runNow(job.id)}
        />
      </div>
    )
  if (job.kind === 'runContainer') return <RunProgress run={runOf(job)} />
  if (progress.transfer !== undefined)
    return <TransferProgress transfer={progress.transfer} label={words.title(job)} />
  const fraction = fractionOf(job)
  return (
    <div className="mt-1.5 flex flex-col gap-1">
      <ProgressBar label={words.title(job)} {...(fraction === undefined ? {} : { value: fraction })} />
      <div className="flex min-w-0 items-baseline gap-2 text-sm text-muted">
        <span className="whitespace-nowrap">{words.progress(job)}</span>
        <span className="min-w-0 truncate">
          {progress.current === undefined ? null : <Mono muted>{progress.current}</Mono>}
        </span>
      </div>
    </div>
  )
}

function Actions({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('activity')
  const actions = useJobActions()
  const words = useJobWords()
  const phase = phaseOf(job)
  if (phase === 'waiting') return null
  if (phase === 'working')
    return job.cancellable ? (
      <Button icon={CircleX} onClick={() => actions.cancel(job.id)}>
        {words.cancel(job)}
      </Button>
    ) : null
  const moved = job.state.type === 'succeeded' ? transferReportOf(job) : undefined
  const image = moved === undefined ? undefined : imageOf(moved)
  return (
    <>
      {image === undefined ? null : (
        <Button icon={Layers} onClick={() => navigation.openImage(image)}>
          {t('transfer.show')}
        </Button>
      )}
      {job.kind === 'runContainer' ? <RunActions job={job} /> : null}
      {canRepeat(job) ? (
        <Button icon={RotateCw} onClick={() => actions.again(job)}>
          {job.kind === 'buildImage' ? t('build.again') : t('transfer.again')}
        </Button>
      ) : null}
      <Button variant="ghost" icon={X} onClick={() => actions.dismiss([job.id])}>
        {t('bar.dismiss')}
      </Button>
    </>
  )
}

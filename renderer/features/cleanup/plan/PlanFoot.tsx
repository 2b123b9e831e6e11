import type { CleanupSummary } from '@shared/domain/cleanup'
import { allBytes, type StoredBytes } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, useCleanupCommand, useStartJob, type WholePlan } from '../../../api'
import { Button, Bytes, CommandLine, cx, ErrorState, formatBytes, useDoubtText } from '../../../components'
import { UndoHint } from '../UndoHint'
import { isAbout } from './plan.logic'

/** What the whole plan gives back, and the one button that carries out exactly it. */
export function PlanFoot(props: {
  readonly plan: WholePlan | undefined
  /** The plan in sight is not the one that is asked for now. */
  readonly stale: boolean
  readonly live: boolean
}) {
  const { t } = useTranslation('cleanupPlan')
  const { plan, stale, live } = props
  const job = useStartJob()
  const summary = plan?.plan
  const goes = summary !== undefined && countOf(summary) > 0
  const command = useCleanupCommand(goes && !stale ? summary.id : undefined)
  const start = (): void => {
    if (summary === undefined || stale) return
    void job.start(() => unwrap(strata().cleanup.run({ planId: summary.id })))
  }
  return (
    <div className="flex flex-col gap-2 border-t border-line bg-raised px-3 py-2.5">
      {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      {goes && command.data !== undefined ? (
        <details className="text-sm">
          <summary className="w-fit rounded-sm text-muted hover:text-fg">{t('command')}</summary>
          <div className="mt-1">
            <CommandLine command={command.data.text} />
          </div>
        </details>
      ) : null}
      <div className="flex items-end gap-3">
        <div className={cx('min-w-0 flex-1', stale && 'stale')}>
          {goes ? <Totals plan={summary} /> : null}
          {goes ? <UndoHint /> : null}
        </div>
        <Button
          variant="danger"
          disabled={!goes || stale || !live || job.busy}
          tip={live ? undefined : t('needsEngine')}
          onClick={start}
        >
          {t(goes ? 'submit' : 'submitNone')}
        </Button>
      </div>
    </div>
  )
}

function countOf({ images, cache, containers }: CleanupSummary): number {
  return images.deleted + images.untagged + cache.removed + containers.length
}

function Totals({ plan }: { readonly plan: CleanupSummary }) {
  const { t } = useTranslation('cleanupPlan')
  const { reclaim } = plan
  const about = useDoubtText()
  const freed = allBytes(reclaim.freed)
  return (
    <div role="status">
      <div className="text-lg leading-6">
        {freed === 0 && !isAbout(reclaim) ? (
          <span className="font-semibold">{t('freesNothing')}</span>
        ) : (
          <span data-tip={about(reclaim.about)}>
            {t(isAbout(reclaim) ? 'freesAbout' : 'frees')}{' '}
            <strong className="font-semibold">
              <Bytes value={freed} />
            </strong>
          </span>
        )}
        <Split bytes={reclaim.freed} />
      </div>
      <div className="text-sm text-muted">
        <Counts plan={plan} />
      </div>
      <div className="flex flex-wrap gap-x-3 text-sm text-muted">
        <Stays bytes={reclaim.staysInBuildCache} words={t('staysInBuildCache')} />
        <Stays bytes={reclaim.staysInContainers} words={t('staysInContainers')} />
        <Stays bytes={reclaim.staysInImages} words={t('staysInImages')} />
      </div>
    </div>
  )
}

function Split({ bytes }: { readonly bytes: StoredBytes }) {
  const { t, i18n } = useTranslation('cleanupPlan')
  if (bytes.blobs === 0) return null
  const files = formatBytes(bytes.files, i18n.language)
  return (
    <span className="ml-2 text-sm text-muted">
      {t('split', { files, blobs: formatBytes(bytes.blobs, i18n.language) })}
    </span>
  )
}

function Counts({ plan }: { readonly plan: CleanupSummary }) {
  const { t } = useTranslation('cleanupPlan')
  const counts = {
    deleted: plan.images.deleted,
    untagged: plan.images.untagged,
    containers: plan.containers.length,
    cache: plan.cache.removed,
    blocked: plan.images.blocked,
  } as const
  const names = ['deleted', 'untagged', 'containers', 'cache', 'blocked'] as const
  return names
    .filter((name) => counts[name] > 0)
    .map((name) => t(`counts.${name}`, { count: counts[name] }))
    .join(' · ')
}

function Stays({ bytes, words }: { readonly bytes: StoredBytes; readonly words: string }) {
  return allBytes(bytes) === 0 ? null : (
    <span>
      <Bytes value={allBytes(bytes)} /> {words}
    </span>
  )
}

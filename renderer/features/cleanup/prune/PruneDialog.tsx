import type { PrunePlan } from '@shared/domain/removal'
import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, usePrunePlan, useStartJob } from '../../../api'
import { Button, CommandLine, cx, EmptyState, ErrorState } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { UndoHint } from '../UndoHint'
import { PruneList } from './PruneList'
import { PruneTotals } from './PruneTotals'
import { type LeftOut, pruneCommand, pruneTotal, tickedIds } from './prune.logic'

const nothing: LeftOut = new Set()

/** The exact list first; then exactly that list, each by its id, never a blanket prune. */
export function PruneDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('cleanup')
  const plan = usePrunePlan()
  const [leftOut, setLeftOut] = useState(nothing)
  const job = useStartJob()
  const ids = plan.data === undefined ? [] : tickedIds(plan.data, leftOut)
  const isEmpty = plan.data !== undefined && plan.data.items.length === 0

  const confirm = (): void => {
    if (ids.length === 0) return
    void job
      .start(() => unwrap(strata().images.prune({ imageIds: [...ids] })))
      .then((started) => (started ? onClose() : undefined))
  }
  return (
    <Dialog
      title={t('prune.title')}
      description={isEmpty ? undefined : t('prune.intro')}
      width="large"
      onClose={onClose}
      footer={
        <>
          <div className="min-w-0 flex-1">{ids.length > 0 ? <UndoHint /> : null}</div>
          <Button onClick={onClose} data-safe>
            {isEmpty ? t('close') : t('cancel')}
          </Button>
          {isEmpty ? null : (
            <Button
              variant="danger"
              disabled={ids.length === 0 || job.busy || plan.error !== undefined}
              onClick={confirm}
            >
              {ids.length === 0 ? t('prune.submitNone') : t('prune.submit', { count: ids.length })}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3 pt-1 pb-3">
        {plan.error === undefined ? null : <ErrorState error={plan.error} onRetry={plan.retry} compact />}
        {plan.loading ? <p className="m-0 text-muted">{t('prune.loading')}</p> : null}
        {plan.data === undefined ? null : isEmpty ? (
          <NothingDangling plan={plan.data} />
        ) : (
          <div className={cx('flex flex-col gap-3', plan.refreshing && 'stale')}>
            <PruneList plan={plan.data} leftOut={leftOut} onLeaveOut={setLeftOut} />
            <KeptDigestOnly count={plan.data.keptDigestOnly} />
            <PruneTotals total={pruneTotal(plan.data, leftOut)} />
            {ids.length === 0 ? null : (
              <>
                <p className="m-0 text-sm text-muted">{t('prune.exact')}</p>
                <CommandLine command={pruneCommand(ids)} />
              </>
            )}
          </div>
        )}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </div>
    </Dialog>
  )
}

function KeptDigestOnly({ count }: { readonly count: number }) {
  const { t } = useTranslation('cleanup')
  return count === 0 ? null : <p className="m-0 text-sm text-muted">{t('prune.keptDigestOnly', { count })}</p>
}

function NothingDangling({ plan }: { readonly plan: PrunePlan }) {
  const { t } = useTranslation('cleanup')
  return (
    <EmptyState
      icon={Sparkles}
      title={t('prune.empty')}
      text={
        <>
          {t('prune.emptyText')} <KeptDigestOnly count={plan.keptDigestOnly} />
        </>
      }
    />
  )
}

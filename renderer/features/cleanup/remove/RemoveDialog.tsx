import { shortId } from '@shared/domain/digest'
import type { RemovalPlan, RemovalTarget } from '@shared/domain/removal'
import { harmless } from '@shared/text'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, useRemovePlan, useStartJob } from '../../../api'
import { Button, CommandLine, cx, ErrorState } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { nameList } from '../names.logic'
import { UndoHint } from '../UndoHint'
import { useNames } from '../useNames'
import { type ForcedKeys, stepsOf, summaryOf, toggled } from './choice.logic'
import { removalCommands } from './commands.logic'
import { PlanList } from './PlanList'
import { PlanSummary } from './PlanSummary'
import { SubmitRemoval } from './SubmitRemoval'

const noForce: ForcedKeys = new Set()

/** Nothing happens before every target's verdict was on screen; then exactly that happens. */
export function RemoveDialog(props: {
  readonly targets: readonly RemovalTarget[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation('cleanup')
  const { targets, onClose } = props
  const plan = useRemovePlan(targets)
  const [forced, setForced] = useState(noForce)
  const job = useStartJob()
  const items = plan.data?.items ?? []
  const summary = useMemo(() => summaryOf(plan.data?.items ?? [], forced), [plan.data, forced])

  const confirm = (): void => {
    const steps = stepsOf(items, forced)
    if (steps.length === 0) return
    void job
      .start(() => unwrap(strata().images.remove({ steps: [...steps] })))
      .then((started) => (started ? onClose() : undefined))
  }
  return (
    <Dialog
      title={useTitle(targets)}
      width="large"
      onClose={onClose}
      footer={
        <>
          <div className="min-w-0 flex-1">{summary.deleted + summary.untagged > 0 ? <UndoHint /> : null}</div>
          <Button onClick={onClose} data-safe>
            {t('cancel')}
          </Button>
          <SubmitRemoval
            summary={summary}
            disabled={job.busy || plan.data === undefined || plan.error !== undefined}
            onSubmit={confirm}
          />
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-3">
        {plan.error === undefined ? null : <ErrorState error={plan.error} onRetry={plan.retry} compact />}
        {plan.loading ? <p className="m-0 text-muted">{t('remove.loading')}</p> : null}
        {plan.data === undefined ? null : (
          <div className={cx('flex flex-col gap-3', plan.refreshing && 'stale')}>
            <Missing plan={plan.data} />
            {items.length === 0 ? null : (
              <>
                <PlanSummary summary={summary} />
                <PlanList
                  plan={plan.data}
                  forced={forced}
                  onToggle={(key) => setForced(toggled(forced, key))}
                />
              </>
            )}
            <Commands commands={removalCommands(items, forced)} />
          </div>
        )}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </div>
    </Dialog>
  )
}

function useTitle(targets: readonly RemovalTarget[]): string {
  const { t } = useTranslation('cleanup')
  const [only] = targets
  if (targets.length === 1 && only !== undefined)
    return t('remove.titleOne', {
      name: only.type === 'reference' ? harmless(only.reference) : shortId(only.imageId),
    })
  const images = new Set(targets.map((target) => target.imageId)).size
  return images === 1
    ? t('remove.titleNames', { count: targets.length })
    : t('remove.title', { count: images })
}

function Missing({ plan }: { readonly plan: RemovalPlan }) {
  const { t } = useTranslation('cleanup')
  const names = useNames()
  if (plan.missing.length === 0) return null
  return (
    <p role="status" className="m-0 rounded-md bg-warn-soft px-2.5 py-1.5">
      {t('remove.missing', names(nameList(plan.missing)))}{' '}
      {plan.items.length === 0 ? t('remove.nothing') : null}
    </p>
  )
}

function Commands({ commands }: { readonly commands: readonly string[] }) {
  return commands.length === 0 ? null : <CommandLine command={commands.join('\n')} />
}

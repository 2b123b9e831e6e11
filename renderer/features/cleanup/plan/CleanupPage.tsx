import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCleanupPlan, useEngine, useJobs } from '../../../api'
import { ErrorState, Toolbar } from '../../../components'
import { EngineTrouble } from '../../engine'
import { cleanupDraft as draft, presetNames, presetOf, presets, useCleanupDraft } from '../../frame'
import { PlanFoot } from './PlanFoot'
import { PlanList } from './PlanList'
import { PresetChips } from './PresetChips'
import { requestOf } from './plan.logic'
import { RulesPanel } from './RulesPanel'

/** The plan is the preview: what is shown is what will be done, and the numbers are of the whole of it. */
export function CleanupPage() {
  const { t } = useTranslation('cleanupPlan')
  const current = useCleanupDraft()
  const read = useMemo(() => requestOf(current), [current])
  const live = useEngine().data?.state.type === 'connected'
  const cleaning = useJobs().data?.some(({ kind, state }) => kind === 'cleanUp' && isWorking(state)) ?? false
  // While a cleanup runs the images go one by one: a plan of what is left is made when it has ended.
  const plan = useCleanupPlan(read.ok && live && !cleaning ? read.request : undefined)
  return (
    <>
      <Toolbar title={t('title')}>
        <PresetChips
          names={presetNames}
          chosen={presetOf(current)}
          onChoose={(name) => draft.set(presets[name])}
        />
      </Toolbar>
      <div className="flex min-h-0 flex-1">
        <RulesPanel draft={current} wrong={read.ok ? undefined : read.wrong} />
        <section aria-label={t('list')} className="flex min-w-0 flex-1 flex-col">
          {plan.error !== undefined && live ? (
            <div className="p-4">
              <ErrorState error={plan.error} compact onRetry={plan.retry} />
            </div>
          ) : null}
          {live || plan.data !== undefined ? (
            <PlanList draft={current} plan={plan} readable={read.ok} />
          ) : (
            <EngineTrouble />
          )}
          <PlanFoot plan={plan.data} stale={plan.refreshing || !read.ok} live={live} />
        </section>
      </div>
    </>
  )
}

function isWorking(state: {
  readonly type: string
  readonly progress?: { readonly phase: string }
}): boolean {
  return state.type === 'running' && state.progress?.phase === 'working'
}

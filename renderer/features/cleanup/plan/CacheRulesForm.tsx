import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../../components'
import { type CacheRules, cleanupDraft as draft } from '../../frame'
import type { RuleName } from './plan.logic'
import { RuleField } from './RuleField'

export function CacheRulesForm(props: { readonly cache: CacheRules; readonly wrong: RuleName | undefined }) {
  const { t } = useTranslation('cleanupPlan')
  const { cache, wrong } = props
  const set = (change: Partial<CacheRules>): void =>
    draft.set((now) => ({ ...now, cache: { ...now.cache, ...change } }))
  return (
    <div className="flex flex-col gap-2">
      <Checkbox checked={cache.on} label={t('cacheOn')} onChange={(on) => set({ on })} />
      {cache.on ? (
        <div className="flex flex-col gap-2">
          <RuleField
            before={t('rule.cacheOlder.before')}
            after={t('rule.cacheOlder.after')}
            value={cache.olderThanDays}
            error={wrong === 'cacheOlder' ? t('wrong.days') : undefined}
            onChange={(olderThanDays) => set({ olderThanDays })}
          />
          <RuleField
            before={t('rule.cacheKeep.before')}
            after={t('rule.cacheKeep.after')}
            value={cache.keepBytes}
            error={wrong === 'cacheKeep' ? t('wrong.amount') : undefined}
            onChange={(keepBytes) => set({ keepBytes })}
          />
          <Checkbox
            checked={cache.all}
            label={t('cacheAll')}
            hint={t('cacheAllHint')}
            onChange={(all) => set({ all })}
          />
        </div>
      ) : null}
    </div>
  )
}

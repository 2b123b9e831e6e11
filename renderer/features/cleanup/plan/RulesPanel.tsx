import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Select } from '../../../components'
import { type CleanupDraft, cleanupDraft as draft, type Rules } from '../../frame'
import { CacheRulesForm } from './CacheRulesForm'
import { PinList } from './PinList'
import type { RuleName } from './plan.logic'
import { RuleField } from './RuleField'

type Name = keyof Omit<Rules, 'repository'>

/** Sentences of rules beside the plan; every change makes the plan anew. */
export function RulesPanel(props: { readonly draft: CleanupDraft; readonly wrong: RuleName | undefined }) {
  const { t } = useTranslation('cleanupPlan')
  const { draft: current, wrong } = props
  const { rules } = current
  const set = (change: Partial<Rules>): void =>
    draft.set((now) => ({ ...now, rules: { ...now.rules, ...change } }))
  const field = (name: Name, error: string, children?: ReactNode): ReactNode => (
    <RuleField
      before={t(`rule.${name}.before`)}
      after={t(`rule.${name}.after`)}
      value={rules[name]}
      wide={name === 'label' || name === 'reference'}
      {...(name === 'label' || name === 'reference' ? { placeholder: t(`placeholder.${name}`) } : {})}
      error={wrong === name ? error : undefined}
      onChange={(value) => set({ [name]: value })}
    >
      {children}
    </RuleField>
  )
  return (
    <div className="flex w-[268px] shrink-0 flex-col gap-4 overflow-y-auto border-r border-line bg-raised p-3">
      <Group title={t('images')}>
        <Select
          label={t('which')}
          labelHidden
          value={current.which}
          options={choices(current).map((value) => ({
            value,
            label:
              value === 'chosen'
                ? t('whichChoices.chosen', { count: current.targets.length })
                : t(`whichChoices.${value}`),
          }))}
          onChange={(which) => draft.set((now) => ({ ...now, which }))}
        />
        {current.which === 'none' ? null : (
          <div className="flex flex-col gap-2">
            <div className="text-sm text-muted">{t('rules')}</div>
            {field('unusedForDays', t('wrong.days'))}
            {field('olderThanDays', t('wrong.days'))}
            {field('biggerThan', t('wrong.amount'))}
            {field(
              'keepNewest',
              t('wrong.count'),
              <input
                type="text"
                spellCheck={false}
                maxLength={512}
                aria-label={t('repository')}
                placeholder={t('placeholder.repository')}
                value={rules.repository}
                onChange={(event) => set({ repository: event.currentTarget.value })}
                className="h-6 w-full rounded-md border border-line-strong/60 bg-canvas px-1.5 font-mono text-sm text-fg"
              />,
            )}
            {field('reference', t('wrong.text'))}
            {field('label', t('wrong.text'))}
          </div>
        )}
      </Group>
      <Group title={t('cache')}>
        <CacheRulesForm cache={current.cache} wrong={wrong} />
      </Group>
      <Group title={t('pins')}>
        <PinList />
      </Group>
    </div>
  )
}

function choices({ targets }: CleanupDraft): readonly CleanupDraft['which'][] {
  const always = ['dangling', 'unused', 'all', 'none'] as const
  return targets.length === 0 ? always : ['chosen', ...always]
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="m-0 text-base font-semibold">{title}</h2>
      {children}
    </section>
  )
}

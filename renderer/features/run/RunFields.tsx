import { useTranslation } from 'react-i18next'
import { Checkbox, Mono, Note, Select, TextField } from '../../components'
import { EnvFields } from './EnvFields'
import { PortFields } from './PortFields'
import type { EntrypointMode, RunPlan, RunProblem } from './run.logic'
import type { RunState } from './useRunForm'

export function RunFields({ run }: { readonly run: RunState }) {
  const { t } = useTranslation('run')
  const { form, plan, edit } = run
  const nameProblem = plan.problems.some(({ field }) => field === 'name')
  return (
    <>
      <CommandFields run={run} />
      <div className="grid grid-cols-2 items-start gap-x-5 gap-y-3">
        <PortFields run={run} />
        <EnvFields run={run} />
        <TextField
          label={t('name')}
          mono
          maxLength={255}
          placeholder={t('namePlaceholder')}
          value={form.name}
          onChange={(name) => edit({ name })}
          {...(nameProblem ? { error: t('problem.name') } : {})}
        />
        <div className="flex flex-col gap-1 pt-5">
          <Checkbox
            checked={form.autoRemove}
            onChange={(autoRemove) => edit({ autoRemove })}
            label={t('autoRemove')}
          />
          <Checkbox
            checked={form.detach}
            onChange={(detach) => edit({ detach })}
            label={t('detach')}
            {...(form.detach ? { hint: t('detachHint') } : {})}
          />
        </div>
      </div>
    </>
  )
}

function CommandFields({ run }: { readonly run: RunState }) {
  const { t } = useTranslation('run')
  const { form, plan, edit } = run
  const words = useProblemWords(plan)
  const modes: readonly { readonly value: EntrypointMode; readonly label: string }[] = [
    { value: 'own', label: t('entrypointOwn') },
    { value: 'none', label: t('entrypointNone') },
    { value: 'other', label: t('entrypointOther') },
  ]
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-[176px_minmax(0,1fr)] items-start gap-3">
        <Select
          label={t('entrypoint')}
          value={form.entrypointMode}
          options={modes}
          onChange={(entrypointMode) => edit({ entrypointMode })}
        />
        <TextField
          label={t('command')}
          mono
          data-first
          placeholder={t('commandOwn')}
          value={form.command}
          onChange={(command) => edit({ command })}
          {...words('command')}
        />
        {form.entrypointMode === 'other' ? (
          <div className="col-start-1 col-end-3">
            <TextField
              label={t('entrypointText')}
              mono
              autoFocus
              placeholder="/bin/sh -c"
              value={form.entrypoint}
              onChange={(entrypoint) => edit({ entrypoint })}
              {...words('entrypoint')}
            />
          </div>
        ) : null}
      </div>
      <Starts plan={plan} />
    </div>
  )
}

function useProblemWords(plan: RunPlan): (field: RunProblem['field']) => { readonly error?: string } {
  const { t } = useTranslation('run')
  return (field) => {
    const problem = plan.problems.find((each) => each.field === field)
    if (problem === undefined) return {}
    if (problem.type !== 'open') return { error: t('problem.empty') }
    const { sign } = problem
    return { error: sign === '\\' ? t('problem.openBackslash') : t('problem.open', { sign }) }
  }
}

/** At most so many words are drawn. */
const maxWords = 60

/** What the program gets, word by word: where one ends is not to be guessed. Its height is kept while one types. */
function Starts({ plan }: { readonly plan: RunPlan }) {
  const { t } = useTranslation('run')
  const { words, signs } = plan
  return (
    <div className="flex min-h-11 flex-col gap-1">
      <div className="text-sm text-muted">{t('starts')}</div>
      {words === undefined ? null : words.length === 0 ? (
        <p className="m-0 text-warn">{t('startsNothing')}</p>
      ) : (
        <ol
          aria-label={t('starts')}
          className="m-0 flex max-h-24 list-none flex-wrap gap-1 overflow-auto p-0"
        >
          {words.slice(0, maxWords).map((word, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: words are in order and have no other name
            <li
              key={index}
              className="max-w-full rounded-sm bg-inset px-1.5 leading-5 [overflow-wrap:anywhere]"
            >
              {word === '' ? <Mono muted>{"''"}</Mono> : <Mono>{word}</Mono>}
            </li>
          ))}
          {words.length > maxWords ? <li className="text-muted">…</li> : null}
        </ol>
      )}
      {signs.length === 0 ? null : (
        <Note>{t('signs', { count: signs.length, signs: signs.join('  ') })}</Note>
      )}
    </div>
  )
}

import type { BuildStep } from '@shared/domain/build'
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx, Mono } from '../../../components'
import { StepMark } from './StepMark'
import { StepRow } from './StepRow'
import type { Found, Hit } from './search.logic'
import { groupSteps } from './steps.logic'

/** All steps in their order; arrows go from one to the next, Enter opens. */
export function StepList(props: {
  readonly steps: readonly BuildStep[]
  readonly opened: ReadonlyMap<string, boolean>
  readonly onToggle: (id: string, open: boolean) => void
  readonly ahead: number
  readonly query: string
  readonly found: Found
  readonly hit: Hit | undefined
  readonly internal: boolean
  readonly onInternal: (shown: boolean) => void
}) {
  const { t } = useTranslation('buildSteps')
  const { steps, opened, onToggle, found, hit, internal, onInternal } = props
  const [at, setAt] = useState<string>()
  const { shown, hidden } = groupSteps(steps, internal)
  const reachable = shown.some(({ id }) => id === at) ? at : shown[0]?.id
  return (
    <div onKeyDown={onKeyDown} onFocus={(event) => setAt(event.target.dataset['step'] ?? at)}>
      {hidden.length === 0 ? null : <InternalToggle hidden={hidden} shown={internal} onChange={onInternal} />}
      <ol aria-label={t('steps')} className="m-0 list-none p-0">
        {shown.map((step) => (
          <StepRow
            key={step.id}
            step={step}
            open={opened.get(step.id) ?? step.state === 'failed'}
            reachable={step.id === reachable}
            ahead={props.ahead}
            query={props.query}
            found={found.perStep.get(step.id) ?? 0}
            hit={hit?.stepId === step.id ? hit.line : undefined}
            onToggle={onToggle}
          />
        ))}
      </ol>
    </div>
  )
}

/** Keys of a step's button, not those of what is in an opened step. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const { target, key, currentTarget } = event
  if (!(target instanceof HTMLElement) || target.dataset['step'] === undefined) return
  const expanded = target.getAttribute('aria-expanded') === 'true'
  if ((key === 'ArrowRight' && !expanded) || (key === 'ArrowLeft' && expanded)) {
    event.preventDefault()
    target.click()
    return
  }
  const all = [...currentTarget.querySelectorAll<HTMLElement>('[data-step]')]
  const place = all.indexOf(target)
  const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1 }[key]
  if (next === undefined) return
  event.preventDefault()
  all[next]?.focus()
}

/** One line for what the builder does by itself; while that is what goes on, it says so. */
function InternalToggle(props: {
  readonly hidden: readonly BuildStep[]
  readonly shown: boolean
  readonly onChange: (shown: boolean) => void
}) {
  const { t } = useTranslation('buildSteps')
  const { hidden, shown, onChange } = props
  const running = hidden.findLast(({ state }) => state === 'running')
  return (
    <button
      type="button"
      data-step=""
      aria-expanded={shown}
      data-tip={shown ? t('internalHide') : t('internalShow')}
      onClick={() => onChange(!shown)}
      className="flex min-h-row w-full min-w-0 items-center gap-2 border-b border-line/60 px-3 text-left text-sm text-muted -outline-offset-2 hover:bg-hover"
    >
      <ChevronRight size={14} aria-hidden className={cx('-mr-1 shrink-0 text-faint', shown && 'rotate-90')} />
      {running === undefined ? null : <StepMark state="running" />}
      <span className="whitespace-nowrap">{t('internal', { count: hidden.length })}</span>
      {shown || running === undefined ? null : (
        <span className="min-w-0 flex-1">
          <Mono clip muted>
            {running.name}
          </Mono>
        </span>
      )}
    </button>
  )
}

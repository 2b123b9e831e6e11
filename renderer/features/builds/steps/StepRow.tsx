import type { BuildStep } from '@shared/domain/build'
import { harmless } from '@shared/text'
import { ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, cx, Mono, Untrusted } from '../../../components'
import { Elapsed } from './Elapsed'
import { StatusList } from './StatusList'
import { StepLog } from './StepLog'
import { StepMark } from './StepMark'
import { hasMore, shortenDigests } from './steps.logic'

type StepRowProps = {
  readonly step: BuildStep
  readonly open: boolean
  /** It takes part in Tab; the others are reached by arrows. */
  readonly reachable: boolean
  readonly ahead: number
  readonly query: string
  /** Lines that hold what is looked for. */
  readonly found: number
  readonly hit: number | undefined
  readonly onToggle: (id: string, open: boolean) => void
}

/** One step: its state, its name as Docker prints it, how long; opened, its output. A step that did not change is not drawn again. */
export const StepRow = memo(function StepRow(props: StepRowProps) {
  const { t } = useTranslation('buildSteps')
  const { step, open, reachable, ahead, onToggle } = props
  const panel = useId()
  const name = step.name === '' ? t('unnamed') : shortenDigests(harmless(step.name))
  const moving = step.statuses.filter(({ completed }) => completed === undefined)
  return (
    <li className="border-b border-line/60" data-step-row={step.id}>
      <button
        type="button"
        data-step={step.id}
        tabIndex={reachable ? 0 : -1}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => onToggle(step.id, !open)}
        className={cx(
          'flex min-h-row w-full min-w-0 gap-2 px-3 text-left -outline-offset-2 hover:bg-hover',
          // A name of many lines has its mark at the first one
          open ? 'items-start py-1.5' : 'items-center py-0.5',
        )}
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={cx('-mr-1 shrink-0 text-faint', open && 'rotate-90', !hasMore(step) && 'opacity-0')}
        />
        <StepMark state={step.state} />
        <StepName name={name} open={open} quiet={step.state === 'waiting' || step.state === 'cancelled'} />
        <RowEnd {...props} />
      </button>
      {!open && step.state === 'running' ? <Tail step={step} /> : null}
      {!open && step.state === 'running' && moving.length > 0 ? (
        <StatusList statuses={moving.slice(-6)} label={t('statuses', { name })} ahead={ahead} />
      ) : null}
      {open ? (
        <div id={panel}>
          <StepDetails {...props} name={name} />
        </div>
      ) : null}
    </li>
  )
})

function StepName(props: { readonly name: string; readonly open: boolean; readonly quiet: boolean }) {
  const { name, open, quiet } = props
  return (
    <code
      data-tip={open ? undefined : name}
      className={cx(
        'min-w-0 flex-1 font-mono text-sm',
        open ? '[overflow-wrap:anywhere]' : 'clip',
        quiet && 'text-muted',
      )}
    >
      <Untrusted text={name} />
    </code>
  )
}

function RowEnd({ step, ahead, found }: StepRowProps) {
  const { t } = useTranslation('buildSteps')
  const { started, completed, state } = step
  // Docker gives no time to what it did not do.
  const timed =
    started !== undefined && (state === 'running' || (completed !== undefined && state !== 'cached'))
  return (
    <>
      {found === 0 ? null : <Badge tone="warn">{t('stepHits', { count: found })}</Badge>}
      <span
        className={cx(
          'w-[72px] shrink-0 text-right text-sm',
          state === 'failed' ? 'text-danger' : state === 'running' ? 'text-accent' : 'text-muted',
        )}
      >
        {t(`state.${state}`)}
      </span>
      <span className="w-16 shrink-0 text-right text-sm text-muted">
        {timed ? (
          <Elapsed from={started} to={state === 'running' ? undefined : completed} ahead={ahead} />
        ) : null}
      </span>
    </>
  )
}

/** What it printed last, while it runs. */
function Tail({ step }: { readonly step: BuildStep }) {
  const last = step.log.lines.at(-1)
  return last === undefined ? null : (
    <div className="flex h-[22px] min-w-0 items-center pr-3 pl-[54px]" aria-hidden>
      <Mono clip muted>
        {last.text}
      </Mono>
    </div>
  )
}

function StepDetails(props: StepRowProps & { readonly name: string }) {
  const { t } = useTranslation('buildSteps')
  const { step, name, ahead, query, hit } = props
  const { state, statuses, log, error } = step
  return (
    <>
      {statuses.length === 0 ? null : (
        <StatusList statuses={statuses} label={t('statuses', { name })} ahead={ahead} />
      )}
      {error === undefined || state === 'cancelled' ? null : (
        <p
          className="m-0 py-0.5 pr-3 pb-1.5 pl-[54px] text-sm text-danger [overflow-wrap:anywhere]"
          data-selectable
        >
          <Untrusted text={error} lines />
        </p>
      )}
      {log.lines.length > 0 || log.dropped > 0 ? (
        <StepLog step={step} name={name} query={query} hit={hit} />
      ) : statuses.length === 0 && error === undefined ? (
        <p className="m-0 py-0.5 pr-3 pb-1.5 pl-[54px] text-sm text-muted">
          {t(state === 'waiting' ? 'notBegun' : state === 'running' ? 'nothingYet' : 'nothing')}
        </p>
      ) : null}
    </>
  )
}

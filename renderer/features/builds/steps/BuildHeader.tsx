import type { BuildView } from '@shared/domain/build'
import { useTranslation } from 'react-i18next'
import { Badge, formatBytes, ProgressBar } from '../../../components'
import { Elapsed } from './Elapsed'
import { BuildMark } from './StepMark'
import { type BuildState, spanOf } from './steps.logic'

export type BuildTimes = {
  /** By our clock. */
  readonly startedAt?: number | undefined
  readonly endedAt?: number | undefined
  readonly ahead: number
}

/** `Building 10.8 s (7/10)`, and what else counts. */
export function BuildHeader(props: {
  readonly view: BuildView
  readonly state: BuildState
  readonly times: BuildTimes
  readonly sent?: { readonly bytes: number; readonly total?: number } | undefined
}) {
  const { t, i18n } = useTranslation('buildSteps')
  const { view, state, times, sent } = props
  const { total, completed, cached } = view.counts
  const size = (bytes: number): string => formatBytes(bytes, i18n.language)
  const parts = [
    cached === 0 ? undefined : t('cached', { count: cached }),
    sent === undefined || sent.bytes === 0
      ? undefined
      : state === 'running' && sent.total !== undefined && sent.total > sent.bytes
        ? t('sentOf', { bytes: size(sent.bytes), total: size(sent.total) })
        : t('sent', { bytes: size(sent.bytes) }),
    view.warnings.length === 0
      ? undefined
      : t('warnings', { count: view.warnings.length + view.warningsDropped }),
  ].filter((part) => part !== undefined)
  return (
    <header className="shrink-0 px-3 pt-2.5 pb-2">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2">
        <BuildMark state={state} />
        <h3 className="m-0 text-base font-semibold">
          {t(`title.${state}`)}
          {state === 'running' ? ' ' : ' · '}
          <Took view={view} state={state} times={times} />
          {total === 0 ? null : (
            <>
              {' '}
              <span aria-label={t('counts', { completed, count: total })} role="img">
                ({completed}/{total})
              </span>
            </>
          )}
        </h3>
        <span className="text-sm text-muted tabular-nums">{parts.join(' · ')}</span>
        {view.builder === 'classic' ? <Badge tip={t('classicWhy')}>{t('classic')}</Badge> : null}
      </div>
      {state === 'running' ? (
        <div className="mt-1.5">
          <ProgressBar label={t('title.running')} {...(total === 0 ? {} : { value: completed / total })} />
        </div>
      ) : null}
    </header>
  )
}

/** By our clock where the job's times are known, else as the steps tell. */
function Took(props: { readonly view: BuildView; readonly state: BuildState; readonly times: BuildTimes }) {
  const { view, state, times } = props
  const { startedAt, endedAt, ahead } = times
  const { first, last } = spanOf(view)
  if (startedAt !== undefined && (endedAt !== undefined || state === 'running'))
    return <Elapsed from={startedAt} to={endedAt} />
  return first === undefined ? null : (
    <Elapsed from={first} to={state === 'running' ? undefined : last} ahead={ahead} />
  )
}

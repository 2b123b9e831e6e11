import type { StepStatus } from '@shared/domain/build'
import { harmless } from '@shared/text'
import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, Mono, ProgressBar, useNow } from '../../../components'
import { shortenDigests } from './steps.logic'

/** What a step is made of while it works: layers that come down, a context that goes up. */
export function StatusList(props: {
  readonly statuses: readonly StepStatus[]
  readonly label: string
  readonly ahead: number
}) {
  const { statuses, label, ahead } = props
  return (
    <ul aria-label={label} className="m-0 flex list-none flex-col p-0 py-0.5 pr-3 pl-[54px]">
      {statuses.map((status) => (
        <Status key={status.id} status={status} ahead={ahead} />
      ))}
    </ul>
  )
}

function Status({ status, ahead }: { readonly status: StepStatus; readonly ahead: number }) {
  const { t } = useTranslation('buildSteps')
  const { current, total, started, completed } = status
  const name = shortenDigests(harmless(status.name)).replace(/:$/, '')
  const moving = completed === undefined && started !== undefined
  return (
    <li className="flex h-[22px] min-w-0 items-center gap-3">
      <span className="min-w-0 flex-1">
        <Mono clip muted>
          {name}
        </Mono>
      </span>
      {moving && total !== undefined && total > 0 ? (
        <span className="hidden w-32 shrink-0 @lg:block">
          <ProgressBar label={name} value={current / total} />
        </span>
      ) : null}
      <span className="shrink-0 @lg:min-w-48 text-right text-sm whitespace-nowrap text-muted tabular-nums">
        <Amount current={current} total={total} />
        {moving && current > 0 ? <Speed bytes={current} since={started + ahead} /> : null}
      </span>
      <span className="flex w-5 shrink-0 justify-end text-muted">
        {completed === undefined ? null : <Check size={14} role="img" aria-label={t('statusDone')} />}
      </span>
    </li>
  )
}

function Amount({ current, total }: { readonly current: number; readonly total: number | undefined }) {
  const { t, i18n } = useTranslation('buildSteps')
  if (current === 0 && total === undefined) return null
  const done = formatBytes(current, i18n.language)
  if (total === undefined || total <= current) return <>{done}</>
  return <>{t('of', { done, total: formatBytes(total, i18n.language) })}</>
}

/** Since it began. In the first half second a speed is noise. */
function Speed({ bytes, since }: { readonly bytes: number; readonly since: number }) {
  const { t, i18n } = useTranslation('buildSteps')
  const ms = useNow('second') - since
  return ms < 500 ? null : <> · {t('speed', { bytes: formatBytes((bytes * 1000) / ms, i18n.language) })}</>
}

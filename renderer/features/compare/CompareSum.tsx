import type { CompareChange, CompareSummary } from '@shared/domain/compare'
import { useTranslation } from 'react-i18next'
import { Bytes, cx } from '../../components'
import { bytesOf, changes, sameness, signs, tones } from './compare.logic'
import { Delta } from './Delta'

/** The whole comparison in one line. */
export function CompareSum({ summary }: { readonly summary: CompareSummary }) {
  const { t } = useTranslation('compare')
  const { leftBytes, rightBytes, counts } = summary
  const same = sameness(summary)
  return (
    <section
      aria-label={t('sum.label')}
      data-selectable
      className="flex shrink-0 flex-wrap items-baseline gap-x-5 gap-y-1 px-3 py-2"
    >
      <p className="m-0" data-tip={t('sum.sizesTip')}>
        {t('sum.files')} <Bytes value={leftBytes} /> → <Bytes value={rightBytes} />{' '}
        <strong className="font-semibold">
          <Delta value={rightBytes - leftBytes} />
        </strong>
      </p>
      {same === 'differ' ? (
        changes
          .filter((change) => counts[change] > 0)
          .map((change) => <Count key={change} change={change} summary={summary} />)
      ) : (
        <p className="m-0 font-semibold">{t(same === 'all' ? 'sum.sameAll' : 'sum.same')}</p>
      )}
    </section>
  )
}

function Count({ change, summary }: { readonly change: CompareChange; readonly summary: CompareSummary }) {
  const { t, i18n } = useTranslation('compare')
  const bytes = bytesOf(summary, change)
  return (
    <span className="whitespace-nowrap" data-tip={t(`changeTip.${change}`)}>
      <span aria-hidden className={cx('mr-1 font-mono font-semibold', tones[change])}>
        {signs[change]}
      </span>
      {t(`sum.${change}`, { value: summary.counts[change].toLocaleString(i18n.language) })}
      {bytes === undefined || bytes === 0 ? null : (
        <span className="ml-1.5 text-muted">
          {change === 'changed' ? <Delta value={bytes} /> : <Bytes value={bytes} />}
        </span>
      )}
    </span>
  )
}

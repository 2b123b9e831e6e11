import { useTranslation } from 'react-i18next'
import { useNow } from '../../../components'
import { tenths } from './steps.logic'

/** Seconds as Docker prints them. `to`: when it ended; without it the time goes on. `ahead`: our clock before that of `from`. */
export function Elapsed(props: {
  readonly from: number
  readonly to?: number | undefined
  readonly ahead?: number
}) {
  const { from, to, ahead = 0 } = props
  return to === undefined ? <Ticking from={from + ahead} /> : <Seconds ms={to - from} />
}

function Ticking({ from }: { readonly from: number }) {
  return <Seconds ms={useNow('tenth') - from} />
}

function Seconds({ ms }: { readonly ms: number }) {
  const { t } = useTranslation('buildSteps')
  return <span className="whitespace-nowrap tabular-nums">{t('seconds', { value: tenths(ms) })}</span>
}

import { useTranslation } from 'react-i18next'
import { Bytes } from '../../../components'
import type { PruneTotal } from './prune.logic'

export function PruneTotals({ total }: { readonly total: PruneTotal }) {
  const { t } = useTranslation('cleanup')
  const least = total.atLeastBytes
  if (total.count === 0) return null
  return (
    <div role="status">
      <span className="font-semibold">{t('prune.selected', { count: total.count })}</span>
      {' · '}
      {least === undefined ? t('prune.upTo') : t('prune.atLeast')} <Bytes value={least ?? total.upToBytes} />
      <p className="m-0 text-sm text-muted">
        {least === undefined ? t('prune.upToWhy') : t('prune.atLeastWhy')}
      </p>
    </div>
  )
}

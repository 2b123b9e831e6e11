import type { ImageRow } from '@shared/domain/image'
import { useTranslation } from 'react-i18next'
import { formatExact, RelativeTime } from '../../../components'

/** When a container of it was last at work, as far as anyone watched. */
export function LastUsedCell({ row }: { readonly row: ImageRow }) {
  const { t, i18n } = useTranslation('images')
  if (row.running > 0) return <span>{t('lastUsed.now')}</span>
  const { ledger } = row
  if (ledger === undefined) return null
  if (ledger.lastUsed !== undefined) return <RelativeTime ms={ledger.lastUsed} />
  const since = ledger.unusedSince ?? ledger.firstSeen
  return (
    <span
      data-tip={t('lastUsed.noneTip', { since: formatExact(since, i18n.language) })}
      className="text-muted"
    >
      {t('lastUsed.none')}
    </span>
  )
}

import { useTranslation } from 'react-i18next'
import { Bytes } from '../../../components'
import type { RemovalSummary } from './choice.logic'

/** Counts, and bytes that never promise more than may come back. */
export function PlanSummary({ summary }: { readonly summary: RemovalSummary }) {
  const { t } = useTranslation('cleanup')
  const { deleted, untagged, kept, upToBytes } = summary
  const parts = [
    deleted > 0 ? t('remove.summary.deleted', { count: deleted }) : undefined,
    untagged === 0
      ? undefined
      : deleted > 0
        ? t('remove.summary.untagged', { count: untagged })
        : t('remove.summary.onlyUntagged', { count: untagged }),
    kept > 0 ? t('remove.summary.kept', { count: kept }) : undefined,
  ].filter((part) => part !== undefined)
  return (
    <div>
      <div className="flex flex-wrap items-baseline gap-x-4" role="status">
        <span className="font-semibold">
          {deleted + untagged === 0 ? t('remove.noneGoes') : parts.join(' · ')}
        </span>
        {deleted > 0 ? (
          <span>
            {t('remove.upTo')} <Bytes value={upToBytes} />
          </span>
        ) : null}
      </div>
      {deleted > 0 ? <p className="m-0 text-sm text-muted">{t('remove.upToWhy')}</p> : null}
    </div>
  )
}

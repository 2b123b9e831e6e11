import { allBytes, type Reclaim } from '@shared/domain/sizes'
import { harmless } from '@shared/text'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageSums, useImages } from '../../../api'
import { Bytes, formatBytes, useDoubtText } from '../../../components'
import type { RemovalSummary } from './choice.logic'

/** Counts, and the bytes that really come back; until those are summed up, a bound that promises nothing. */
export function PlanSummary({ summary }: { readonly summary: RemovalSummary }) {
  const { t } = useTranslation('cleanup')
  const doubts = useDoubtText()
  const { deleted, untagged, kept, gone, upToBytes } = summary
  const revision = useImages().data?.revision
  const sets = useMemo(() => [gone], [gone])
  const told = useImageSums(sets, deleted === 0 ? undefined : revision)
  const sum = told?.sets === sets ? told.answer.sums[0] : undefined
  const reclaim = sum?.reclaim
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
        {deleted === 0 ? null : reclaim === undefined ? (
          <span>
            {t('remove.upTo')} <Bytes value={upToBytes} />
          </span>
        ) : (
          <span data-tip={doubts(reclaim.about)}>
            {t('remove.frees')} <Bytes value={allBytes(reclaim.freed)} estimate={reclaim.about.length > 0} />
          </span>
        )}
      </div>
      {deleted === 0 ? null : (
        <p className="m-0 text-sm text-muted">
          {reclaim === undefined ? (
            t('remove.upToWhy')
          ) : (
            <Rest reclaim={reclaim} because={sum?.because?.name} />
          )}
        </p>
      )}
    </div>
  )
}

/** What does not come back with them, and who keeps it. */
function Rest({ reclaim, because }: { readonly reclaim: Reclaim; readonly because: string | undefined }) {
  const { t, i18n } = useTranslation('cleanup')
  const shown = (bytes: Reclaim['freed']) => formatBytes(allBytes(bytes), i18n.language)
  const { staysInImages, staysInBuildCache, staysInContainers } = reclaim
  const stays = [
    allBytes(staysInImages) === 0
      ? undefined
      : because === undefined
        ? t('remove.staysInImages', { bytes: shown(staysInImages) })
        : t('remove.staysBecause', { bytes: shown(staysInImages), name: harmless(because) }),
    allBytes(staysInBuildCache) === 0
      ? undefined
      : t('remove.staysInBuildCache', { bytes: shown(staysInBuildCache) }),
    allBytes(staysInContainers) === 0
      ? undefined
      : t('remove.staysInContainers', { bytes: shown(staysInContainers) }),
  ].filter((words) => words !== undefined)
  return stays.length === 0 ? t('remove.allComesBack') : stays.join(' ')
}

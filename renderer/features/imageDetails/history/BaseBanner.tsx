import { shortId } from '@shared/domain/digest'
import type { ImageHistory } from '@shared/domain/imageHistory'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../components'
import { LinkButton } from '../LinkButton'
import { baseSummary } from './history.logic'

/** "235 MB of 275 MB is the base python:3.11-alpine": a guess is called one. */
export function BaseBanner(props: {
  readonly history: ImageHistory
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t, i18n } = useTranslation('details')
  const summary = baseSummary(props.history)
  if (summary === undefined) return null
  const values = {
    base: formatBytes(summary.baseBytes, i18n.language),
    total: formatBytes(summary.totalBytes, i18n.language),
    name: harmless(summary.name ?? shortId(summary.imageId)),
  }
  const share = summary.totalBytes > 0 ? summary.baseBytes / summary.totalBytes : 0
  return (
    <div className="mx-3 mb-2 shrink-0 rounded-md border border-line bg-raised px-2.5 py-1.5">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <p className="m-0 min-w-0 flex-1 [overflow-wrap:anywhere]">
          {summary.guess ? t('history.base.guess', values) : t('history.base.known', values)}
        </p>
        <LinkButton onClick={() => props.onOpenImage(summary.imageId)}>{t('history.base.open')}</LinkButton>
      </div>
      <div className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-cat-2" aria-hidden>
        <div className="h-full border-r border-canvas bg-cat-10" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="m-0 mt-1 text-sm text-muted">
        {summary.guess ? t('history.base.guessWhy', { count: summary.layers }) : t('history.base.knownWhy')}
      </p>
    </div>
  )
}

import type { FoundRepository } from '@shared/domain/search'
import { harmless } from '@shared/text'
import { BadgeCheck, CloudDownload, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, cx, RelativeTime, Untrusted } from '../../components'
import { dialogs } from '../frame'
import { hasTags, pullsText } from './search.logic'
import { searchState } from './searchState'

/** One repository with its whole description. */
export function ResultRow({
  found,
  current,
}: {
  readonly found: FoundRepository
  readonly current: boolean
}) {
  const { t, i18n } = useTranslation('search')
  const { name, description, stars, pulls, updated } = found
  const shown = harmless(name)
  return (
    <li
      className={cx(
        'flex items-start gap-3 border-b border-line/60 px-3 py-2',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          {hasTags(name) ? (
            <button
              type="button"
              aria-current={current ? 'true' : undefined}
              data-tip={t('showTags')}
              onClick={() => searchState.open(name)}
              className="min-w-0 rounded-sm text-left font-mono text-sm text-accent [overflow-wrap:anywhere] hover:underline"
            >
              {shown}
            </button>
          ) : (
            <span className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">{shown}</span>
          )}
          <Publisher found={found} />
          {found.archived === true ? <Badge tone="warn">{t('archived')}</Badge> : null}
        </div>
        {description === undefined || description === '' ? null : (
          <p className="m-0 mt-0.5 [overflow-wrap:anywhere]" data-selectable>
            <Untrusted text={description} />
          </p>
        )}
        <div className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted">
          {stars === undefined ? null : (
            <span className="inline-flex items-center gap-1 whitespace-nowrap" data-tip={t('starsTip')}>
              <Star size={12} aria-hidden />
              {t('stars', { count: stars })}
            </span>
          )}
          {pulls === undefined ? null : (
            <span data-tip={pulls.precision === 'atLeast' ? t('pullsAtLeast') : undefined}>
              {t('pulls', { value: pullsText(pulls, i18n.language) })}
            </span>
          )}
          {updated === undefined ? null : (
            <span>
              {t('updated')} <RelativeTime ms={updated} />
            </span>
          )}
        </div>
      </div>
      <Button
        size="small"
        icon={CloudDownload}
        aria-label={t('pullName', { name: shown })}
        onClick={() => dialogs.open({ type: 'pull', reference: name })}
      >
        {t('pull')}
      </Button>
    </li>
  )
}

function Publisher({ found }: { readonly found: FoundRepository }) {
  const { t } = useTranslation('search')
  const { official, publisher, publisherName } = found
  if (official)
    return (
      <Badge tone="ok" icon={BadgeCheck}>
        {t('official')}
      </Badge>
    )
  const by = publisherName === undefined ? undefined : harmless(publisherName)
  return (
    <>
      {publisher === 'verified' || publisher === 'sponsored' ? (
        <Badge tone="accent" icon={BadgeCheck}>
          {t(`publisher.${publisher}`)}
        </Badge>
      ) : null}
      {by === undefined ? null : <span className="text-sm text-muted">{t('by', { name: by })}</span>}
    </>
  )
}

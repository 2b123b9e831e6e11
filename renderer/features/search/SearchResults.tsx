import { SearchX, Telescope } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, EmptyState } from '../../components'
import { ResultRow } from './ResultRow'
import { SearchTrouble } from './SearchTrouble'
import type { Asked, Found } from './search.logic'
import type { More } from './useSearch'

/** A failure is a state of its own, never an empty list. */
export function SearchResults(props: {
  readonly asked: Asked | undefined
  readonly search: More<Found>
  readonly open: string | undefined
}) {
  const { t } = useTranslation('search')
  const { asked, search, open } = props
  const { data } = search
  if (asked === undefined)
    return <EmptyState icon={Telescope} title={t('begin.title')} text={t('begin.text')} />
  if (search.loading)
    return (
      <p role="status" className="m-0 p-6 text-center text-muted">
        {asked.source === 'hub' ? t('loading') : t('loadingEngine')}
      </p>
    )
  if (data === undefined) return <SearchTrouble asked={asked} search={search} />
  if (data.results.length === 0 && !search.more && search.error === undefined)
    return (
      <EmptyState
        icon={SearchX}
        title={t('none.title')}
        text={
          asked.minStars > 0 || asked.officialOnly
            ? t('none.filtered', { count: data.looked })
            : t('none.text')
        }
      />
    )
  return (
    <section aria-label={t('results')} className="min-h-0 flex-1 overflow-auto">
      <p role="status" className="m-0 border-b border-line px-3 py-1.5 text-sm text-muted">
        <Summary asked={asked} found={data} />
      </p>
      <ul aria-label={t('results')} className="m-0 list-none p-0">
        {data.results.map((found) => (
          <ResultRow key={found.name} found={found} current={found.name === open} />
        ))}
      </ul>
      <div className="flex flex-col items-start gap-2 px-3 py-3">
        {search.error === undefined ? null : <SearchTrouble asked={asked} search={search} compact />}
        {search.more && search.error === undefined ? (
          <Button onClick={search.loadMore} disabled={search.loadingMore}>
            {search.loadingMore ? t('looking') : t('further')}
          </Button>
        ) : null}
        {data.cutOff ? <p className="m-0 text-muted">{t('cutOff')}</p> : null}
      </div>
    </section>
  )
}

function Summary({ asked, found }: { readonly asked: Asked; readonly found: Found }) {
  const { t } = useTranslation('search')
  const { results, looked, total } = found
  const filtered = asked.minStars > 0 || asked.officialOnly
  const shown = filtered
    ? t('sum.filtered', { shown: results.length, count: looked })
    : total === undefined
      ? t('sum.shown', { count: results.length })
      : t('sum.of', { shown: results.length, count: total })
  return (
    <>
      {asked.source === 'engine' ? `${t('sum.engine')} ` : null}
      {shown}
    </>
  )
}

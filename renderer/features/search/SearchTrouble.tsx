import type { AppError } from '@shared/errors'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { Button, ErrorState, useNow } from '../../components'
import { navigation } from '../frame'
import { type Asked, type Found, secondsUntil } from './search.logic'
import { searchState } from './searchState'
import type { More } from './useSearch'

/** What is wrong with the way to the Hub, and the ways round it. */
export function SearchTrouble(props: {
  readonly asked: Asked
  readonly search: More<Found>
  readonly compact?: boolean
}) {
  const { t } = useTranslation('search')
  const live = useEngine().data?.state.type === 'connected'
  const { asked, search, compact = false } = props
  const { error } = search
  if (error === undefined) return null
  const ways = (
    <>
      {asked.source === 'hub' ? (
        <>
          <Button
            size={compact ? 'small' : 'medium'}
            disabled={!live}
            onClick={() => searchState.submit('engine')}
          >
            {t('byEngine')}
          </Button>
          <Button size={compact ? 'small' : 'medium'} onClick={() => navigation.goTo('settings')}>
            {t('otherAddress')}
          </Button>
        </>
      ) : (
        <Button size={compact ? 'small' : 'medium'} onClick={() => searchState.submit('hub')}>
          {t('byHub')}
        </Button>
      )}
    </>
  )
  return (
    <ErrorState error={error} compact={compact} onRetry={search.retry} action={ways}>
      {error.code === 'REGISTRY_RATE_LIMITED' ? <Countdown error={error} failedAt={search.failedAt} /> : null}
      {error.params.page === 1 ? <p className="m-0 text-muted">{t('webPage')}</p> : null}
    </ErrorState>
  )
}

export function Countdown({ error, failedAt }: { readonly error: AppError; readonly failedAt: number }) {
  const { t } = useTranslation('search')
  const left = secondsUntil(failedAt, error.params.retryAfterSeconds, useNow('second'))
  if (error.params.retryAfterSeconds === undefined) return null
  return (
    <p role="timer" className="m-0 text-warn">
      {left === 0 ? t('waitOver') : t('wait', { count: left })}
    </p>
  )
}

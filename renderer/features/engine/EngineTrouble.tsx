import type { AppError } from '@shared/errors'
import { useTranslation } from 'react-i18next'
import { useAppInfo, useEngine } from '../../api'
import { Button, CommandLine, ErrorState } from '../../components'
import { dialogs } from '../frame'
import { WithoutEngine } from '../openings'
import { joinCommand } from './engine.logic'
import { retryEngine } from './retryEngine'
import { SinceLost } from './SinceLost'

/** In the place of a list that was never read: what is wrong with the engine, since when, and what to do. */
export function EngineTrouble() {
  const { t } = useTranslation('engine')
  const status = useEngine().data
  if (status?.state.type !== 'lost') return null
  return (
    <ErrorState
      error={status.state.error}
      onRetry={retryEngine}
      action={<Button onClick={() => dialogs.open({ type: 'engines' })}>{t('choose')}</Button>}
      below={<WithoutEngine />}
    >
      <JoinGroup error={status.state.error} />
      <p className="m-0 text-muted">
        <SinceLost status={status} /> {t('comesBack')}
      </p>
    </ErrorState>
  )
}

function JoinGroup({ error }: { readonly error: AppError }) {
  const { t } = useTranslation('engine')
  const command = joinCommand(error, useAppInfo().data?.platform)
  return command === undefined ? null : <CommandLine label={t('joinCommand')} command={command} />
}

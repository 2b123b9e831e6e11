import type { Endpoint } from '@shared/domain/engine'
import type { AppError } from '@shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, keys, strata, unwrap, useEndpoints, useEngine, useJobs } from '../../api'
import { Button, ErrorState } from '../../components'
import { Dialog } from '../../components/Dialog'
import { EndpointItem } from './EndpointItem'
import { HostForm } from './HostForm'
import { LeaveJobs } from './LeaveJobs'

/** The endpoint picker: what docker knows, and what the user typed. */
export function EngineDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('engine')
  const client = useQueryClient()
  const endpoints = useEndpoints()
  const status = useEngine().data
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<AppError>()
  const [asked, setAsked] = useState<string>()
  const [leaving, setLeaving] = useState<Endpoint>()
  const running = useJobs().data?.filter(({ state }) => state.type === 'running').length ?? 0

  const connect = async (endpoint: Endpoint): Promise<void> => {
    setLeaving(undefined)
    setBusy(endpoint.id)
    setError(undefined)
    try {
      client.setQueryData(keys.engine, await unwrap(strata().engine.use({ endpointId: endpoint.id })))
      onClose()
    } catch (cause) {
      setError(errorOf(cause))
    } finally {
      setBusy(undefined)
    }
  }
  /** Jobs belong to the engine that they began on: leaving it ends them. */
  const leave = (endpoint: Endpoint): void => {
    if (running > 0) setLeaving(endpoint)
    else void connect(endpoint)
  }
  const choose = (endpoint: Endpoint): void => {
    if (endpoint.problem?.code === 'ENDPOINT_INSECURE') setAsked(endpoint.id)
    else leave(endpoint)
  }
  const forget = async (endpoint: Endpoint): Promise<void> => {
    try {
      client.setQueryData(
        keys.endpoints,
        await unwrap(strata().engine.forgetHost({ endpointId: endpoint.id })),
      )
    } catch (cause) {
      setError(errorOf(cause))
    }
  }

  return (
    <Dialog
      title={t('dialog.title')}
      description={t('dialog.description')}
      onClose={onClose}
      footer={
        <Button data-safe onClick={onClose}>
          {t('dialog.close')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 pb-3">
        {leaving === undefined ? null : (
          <LeaveJobs
            count={running}
            from={status?.endpoint.name ?? ''}
            to={leaving.name}
            onStay={() => setLeaving(undefined)}
            onLeave={() => void connect(leaving)}
          />
        )}
        {error === undefined ? null : <ErrorState compact error={error} />}
        {endpoints.data === undefined && endpoints.error !== undefined ? (
          <ErrorState compact error={endpoints.error} onRetry={endpoints.retry} />
        ) : null}
        <ul
          aria-label={t('dialog.list')}
          className="m-0 flex max-h-[300px] list-none flex-col overflow-auto rounded-md border border-line p-0"
        >
          {endpoints.data?.map((endpoint) => (
            <EndpointItem
              key={endpoint.id}
              endpoint={endpoint}
              active={status?.endpoint.id === endpoint.id}
              busy={busy === endpoint.id}
              onUse={() => choose(endpoint)}
              onUseAnyway={asked === endpoint.id ? () => leave(endpoint) : undefined}
              onForget={endpoint.source === 'custom' ? () => void forget(endpoint) : undefined}
            />
          ))}
        </ul>
        <HostForm onAdded={choose} />
      </div>
    </Dialog>
  )
}

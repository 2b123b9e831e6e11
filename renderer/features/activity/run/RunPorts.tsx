import { type PublishedPort, portText, urlOf } from '@shared/domain/run'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { CopyButton, Mono } from '../../../components'

/** Where a program answers: an address to copy where the engine is on this machine. Strata itself opens nothing. */
export function RunPorts({ ports }: { readonly ports: readonly PublishedPort[] }) {
  const { t } = useTranslation('activity')
  const kind = useEngine().data?.endpoint.kind
  const isHere = kind === 'unix' || kind === 'npipe'
  return (
    <ul aria-label={t('run.ports')} className="m-0 list-none p-0">
      {ports.map((port) => {
        const url = isHere ? urlOf(port) : undefined
        return (
          <li key={portText(port)} className="flex min-h-6 items-center gap-1" data-selectable>
            <Mono>{url ?? portText(port)}</Mono>
            {url === undefined ? null : (
              <>
                <CopyButton text={url} label={t('run.copyAddress')} />
                <span className="text-sm text-muted">
                  {t('run.leadsTo', { port: `${port.containerPort}/${port.protocol}` })}
                </span>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

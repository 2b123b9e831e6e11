import type { Endpoint } from '@shared/domain/engine'
import { harmless } from '@shared/text'
import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoints, useEngine } from '../../api'
import { Badge, Button, IconButton, Mono, TextField, useErrorText } from '../../components'
import { SettingsSection } from './SettingsSection'
import { newHost } from './settings.logic'
import { useHosts } from './useHosts'

export function HostsSection() {
  const { t } = useTranslation('settings')
  const custom = (useEndpoints().data ?? []).filter((endpoint) => endpoint.source === 'custom')
  const inUse = useEngine().data?.endpoint.id
  const hosts = useHosts()
  return (
    <SettingsSection title={t('engines')}>
      <div>
        <div className="mb-1 text-sm text-muted">{t('hosts')}</div>
        {custom.length === 0 ? (
          <p className="m-0 text-muted">{t('hostsNone')}</p>
        ) : (
          <ul aria-label={t('hosts')} className="m-0 list-none rounded-md border border-line p-0">
            {custom.map((endpoint) => (
              <HostRow
                key={endpoint.id}
                endpoint={endpoint}
                inUse={endpoint.id === inUse}
                onForget={() => void hosts.forget(endpoint.id)}
              />
            ))}
          </ul>
        )}
      </div>
      <AddHost hosts={hosts} known={custom.map((endpoint) => endpoint.host)} />
    </SettingsSection>
  )
}

function HostRow(props: {
  readonly endpoint: Endpoint
  readonly inUse: boolean
  readonly onForget: () => void
}) {
  const { t } = useTranslation('settings')
  const { endpoint, inUse, onForget } = props
  return (
    <li className="flex min-w-0 items-center gap-2 border-b border-line/60 py-0.5 pr-1 pl-2.5 last:border-b-0">
      <span className="min-w-0 flex-1 truncate" data-selectable>
        <Mono>{endpoint.host}</Mono>
      </span>
      {inUse ? <Badge tone="ok">{t('hostInUse')}</Badge> : null}
      <IconButton
        size="small"
        icon={X}
        label={t('hostForget', { host: harmless(endpoint.host) })}
        onClick={onForget}
      />
    </li>
  )
}

function AddHost(props: { readonly hosts: ReturnType<typeof useHosts>; readonly known: readonly string[] }) {
  const { t } = useTranslation('settings')
  const errorText = useErrorText()
  const { hosts, known } = props
  const [typed, setTyped] = useState('')
  const read = newHost(typed, known)
  const refused = hosts.error === undefined ? undefined : errorText(hosts.error)
  const error =
    read === 'known'
      ? t('hostKnown')
      : refused === undefined
        ? undefined
        : `${refused.sentence} ${refused.advice}`
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typeof read === 'string' || hosts.busy) return
    // What was typed stays when it is refused.
    void hosts.add(read.host).then((added) => (added ? setTyped('') : undefined))
  }
  return (
    <form onSubmit={submit} className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('hostField')}
          mono
          placeholder={t('hostPlaceholder')}
          value={typed}
          onChange={(next) => {
            setTyped(next)
            hosts.clear()
          }}
          {...(error === undefined ? {} : { error })}
        />
      </div>
      <div className="pt-5">
        <Button type="submit" icon={Plus} disabled={typeof read === 'string' || hosts.busy}>
          {t('hostAdd')}
        </Button>
      </div>
    </form>
  )
}

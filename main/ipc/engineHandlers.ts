import type { Endpoint, EngineStatus } from '@shared/domain/engine'
import { AppFailure, appError } from '@shared/errors'
import type { SettingsStore } from '../settings/settings'
import type { DomainHandlers } from './handlers'

/** What the page may do with the connection. */
export type EngineDoor = {
  readonly status: () => EngineStatus
  readonly endpoints: () => Promise<readonly Endpoint[]>
  /** Resolves after the first attempt; throws AppFailure when the endpoint can't be used at all. */
  readonly use: (endpointId: string) => Promise<void>
  readonly setCustomHosts: (hosts: readonly string[]) => void
  readonly retry: () => void
}

export function engineHandlers(engine: EngineDoor, settings: SettingsStore): DomainHandlers<'engine'> {
  return {
    status: () => engine.status(),
    endpoints: async () => await engine.endpoints(),
    use: async ({ endpointId }) => {
      await engine.use(endpointId)
      await settings.set({ endpointId })
      return engine.status()
    },
    addHost: async ({ host }) => await addHost(engine, settings, host.trim()),
    forgetHost: async ({ endpointId }) => await forgetHost(engine, settings, endpointId),
    retry: () => {
      engine.retry()
      return engine.status()
    },
  }
}

/** As many as the settings keep: the oldest gives way. */
const maxHosts = 50

/** The engine is what knows addresses: one that does not come back among its endpoints is none. */
async function addHost(engine: EngineDoor, settings: SettingsStore, host: string): Promise<Endpoint> {
  const before = settings.get().customHosts
  const hosts = [...before.filter((known) => known !== host), host].slice(-maxHosts)
  engine.setCustomHosts(hosts)
  const added = (await engine.endpoints()).find(
    (endpoint) => endpoint.source === 'custom' && endpoint.host === host,
  )
  if (added === undefined) {
    engine.setCustomHosts(before)
    throw new AppFailure(appError('ENDPOINT_INVALID', { host: host.slice(0, 200) }))
  }
  await settings.set({ customHosts: hosts })
  return added
}

async function forgetHost(
  engine: EngineDoor,
  settings: SettingsStore,
  endpointId: string,
): Promise<readonly Endpoint[]> {
  const known = (await engine.endpoints()).find((endpoint) => endpoint.id === endpointId)
  if (known?.source !== 'custom') throw new AppFailure(appError('ENDPOINT_UNKNOWN'))
  const hosts = settings.get().customHosts.filter((host) => host !== known.host)
  engine.setCustomHosts(hosts)
  await settings.set({ customHosts: hosts })
  return await engine.endpoints()
}

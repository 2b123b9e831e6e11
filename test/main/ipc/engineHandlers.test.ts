import type { Endpoint, EngineStatus } from '@shared/domain/engine'
import { AppFailure } from '@shared/errors'
import { defaultSettings, type Settings } from '@shared/settings'
import { describe, expect, it } from 'vitest'
import { type EngineDoor, engineHandlers } from '../../../main/ipc/engineHandlers'
import type { SettingsStore } from '../../../main/settings/settings'

const context = { signal: new AbortController().signal }

function custom(host: string): Endpoint {
  return { id: `host:${host}`, name: host, source: 'custom', kind: 'unix', host, current: false }
}

const byDefault: Endpoint = {
  ...custom('unix:///run/docker.sock'),
  id: 'default',
  source: 'default',
  current: true,
}
const status: EngineStatus = { endpoint: byDefault, state: { type: 'connecting', since: 0 } }

/** An engine that knows addresses by their slash, and settings in memory. */
function world(start: Partial<Settings> = {}) {
  let settings: Settings = { ...defaultSettings, ...start }
  let hosts: readonly string[] = settings.customHosts
  const engine: EngineDoor = {
    status: () => status,
    endpoints: async () => [byDefault, ...hosts.filter((host) => host.includes('/')).map(custom)],
    use: async () => undefined,
    setCustomHosts: (next) => {
      hosts = next
    },
    retry: () => undefined,
  }
  const store: SettingsStore = {
    get: () => settings,
    set: async (patch) => {
      settings = { ...settings, ...patch }
      return settings
    },
    onChanged: () => () => undefined,
  }
  return { handlers: engineHandlers(engine, store), settings: () => settings, hosts: () => hosts }
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return await work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
  )
}

describe('engine handlers', () => {
  it('remember the engine that was chosen', async () => {
    const { handlers, settings } = world()
    expect(await handlers.use({ endpointId: 'default' }, context)).toEqual(status)
    expect(settings().endpointId).toBe('default')
  })

  it('add an address once, trimmed, and remember it', async () => {
    const { handlers, settings } = world()
    await handlers.addHost({ host: ' /run/a.sock ' }, context)
    expect(await handlers.addHost({ host: '/run/a.sock' }, context)).toEqual(custom('/run/a.sock'))
    expect(settings().customHosts).toEqual(['/run/a.sock'])
  })

  it('refuse an address that is none, and keep the others', async () => {
    const { handlers, settings, hosts } = world({ customHosts: ['/run/a.sock'] })
    expect(await codeOf(Promise.resolve(handlers.addHost({ host: 'nonsense' }, context)))).toBe(
      'ENDPOINT_INVALID',
    )
    expect([settings().customHosts, hosts()]).toEqual([['/run/a.sock'], ['/run/a.sock']])
  })

  it('keep at most fifty, the newest', async () => {
    const { handlers, settings } = world({
      customHosts: Array.from({ length: 50 }, (_, n) => `/run/${n}.sock`),
    })
    await handlers.addHost({ host: '/run/new.sock' }, context)
    expect(settings().customHosts).toHaveLength(50)
    expect(settings().customHosts.at(-1)).toBe('/run/new.sock')
  })

  it('forget custom addresses only', async () => {
    const { handlers, settings } = world({ customHosts: ['/run/a.sock'] })
    expect(await codeOf(Promise.resolve(handlers.forgetHost({ endpointId: 'default' }, context)))).toBe(
      'ENDPOINT_UNKNOWN',
    )
    expect(await handlers.forgetHost({ endpointId: 'host:/run/a.sock' }, context)).toEqual([byDefault])
    expect(settings().customHosts).toEqual([])
  })
})

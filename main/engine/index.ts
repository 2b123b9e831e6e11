import type { Endpoint } from '@shared/domain/engine'
import { AppFailure, appError } from '@shared/errors'
import type { EngineSession } from '../ports/engineSession'
import { findRoutes, isAskable, type Route } from './connection/endpoints'
import { Session } from './session'

export type EngineSessionOptions = {
  /** Copied at once; later changes of it count for nothing. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homedir: string
  readonly platform: NodeJS.Platform
  /** Addresses that the user typed, as typed. */
  readonly customHosts: readonly string[]
  /** What the user chose earlier; without it, or when it is gone, what `docker` itself would use. */
  readonly endpointId?: string | undefined
  readonly log?: (line: string) => void
}

/** The session, and which engine it is on. */
export type ManagedEngineSession = EngineSession & {
  /** Read anew each time: contexts come and go. Custom addresses that are none are not among them. */
  endpoints(): Promise<readonly Endpoint[]>
  /**
   * Switches over; resolves after the first attempt (see `status`). An endpoint whose problem is ENDPOINT_INSECURE may
   * be named here once the user agreed; it is never taken by itself.
   * @throws AppFailure ENDPOINT_UNKNOWN, or the endpoint's problem; the session then stays where it is
   */
  use(endpointId: string): Promise<void>
  setCustomHosts(hosts: readonly string[]): void
  /** Tries at once while lost. */
  retry(): void
  start(): void
  close(): void
}

export function createEngineSession(options: EngineSessionOptions): ManagedEngineSession {
  const log = options.log ?? (() => {})
  const env = { ...options.env }
  const { homedir, platform } = options
  let customHosts = options.customHosts
  let named = options.endpointId
  const routes = () => findRoutes({ env, homedir, platform, customHosts })
  const first = choose(routes(), named, log)
  const session = new Session(first, { platform, log })

  const go = (route: Route) => session.connect(route, { allowed: named === route.endpoint.id })

  return {
    status: () => session.status(),
    client: () => session.client(),
    onStatus: (listener) => session.onStatus(listener),
    onEvent: (listener) => session.onEvent(listener),
    endpoints: async () => routes().map((route) => route.endpoint),
    async use(endpointId) {
      const route = routes().find(({ endpoint }) => endpoint.id === endpointId)
      if (route === undefined) throw new AppFailure(appError('ENDPOINT_UNKNOWN'))
      const { problem } = route.endpoint
      if (problem !== undefined && !isAskable(problem)) throw new AppFailure(problem)
      named = endpointId
      await go(route)
    },
    setCustomHosts(hosts) {
      customHosts = [...hosts]
    },
    retry() {
      const { endpoint, state } = session.status()
      // Nothing runs for an endpoint with a problem; its context may have been repaired.
      if (state.type === 'lost' && endpoint.problem !== undefined && state.error === endpoint.problem) {
        void go(choose(routes(), endpoint.id, log))
      } else session.retry()
    },
    start: () => void go(first),
    close: () => session.stop(),
  }
}

function choose(routes: readonly Route[], named: string | undefined, log: (line: string) => void): Route {
  const chosen = routes.find(({ endpoint }) => endpoint.id === named)
  if (chosen !== undefined) return chosen
  if (named !== undefined) log('the engine that was chosen is no longer in the list; the current one is used')
  const current = routes.find(({ endpoint }) => endpoint.current) ?? routes[0]
  if (current === undefined) throw new Error('there is always the default endpoint')
  return current
}

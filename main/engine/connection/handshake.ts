import { AppFailure, appError } from '@shared/errors'
import type { EngineClient, EngineEvent } from '../../ports/engineClient'
import { createClient } from '../client'
import type { Place } from '../engineErrors'
import { openEvents } from '../events'
import { EngineHttp } from '../http/engineHttp'
import { openTransport } from '../http/transport'
import { readClock, readInfo } from '../records/info'
import { negotiate } from './apiVersion'
import { dialerOf, hostHeaderOf } from './dial'
import type { Route } from './endpoints'
import { socketOwner } from './socketOwner'

/** A live engine with its events, which began before anything else could be asked. */
export type Connection = { readonly client: EngineClient; readonly events: AsyncIterable<EngineEvent> }

/** An engine that takes longer to say hello is starting or hangs; the caller tries again. */
const limitMs = 10_000

/**
 * Three requests: ping, info, the event stream. The stream starts at the time of the info by the engine's own clock:
 * the engine answers before it subscribes, and what happened in between is kept.
 * @param signal ends the connection whenever it comes, also later
 * @throws AppFailure ENGINE_UNREACHABLE, ENGINE_PERMISSION_DENIED, ENGINE_TLS, ENGINE_NOT_DOCKER, ENGINE_TOO_OLD,
 * ENGINE_TIMEOUT, ENGINE_LOST
 */
export async function connectTo(
  route: Route,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted()
  const place = placeOf(route, platform)
  const address = { ...dialerOf(route), hostHeader: hostHeaderOf(route) }
  const http = new EngineHttp(openTransport(address), place)
  const slow = setTimeout(() => http.close(tooSlow(place.host)), limitMs)
  try {
    const ping = await http.headers({ path: '/_ping', signal })
    const apiVersion = negotiate(ping['api-version'], place.host)
    http.useVersion(apiVersion)
    const info = await http.json({ path: '/info', signal })
    const clock = readClock(info)
    const clockAhead = clock === undefined ? 0 : clock - Date.now()
    const events = await openEvents(http, { since: clock, signal })
    const wires = { http, address }
    return { client: createClient(wires, route.endpoint, readInfo(info, apiVersion), clockAhead), events }
  } catch (error) {
    http.close()
    throw error
  } finally {
    clearTimeout(slow)
  }
}

function placeOf({ endpoint, address }: Route, platform: NodeJS.Platform): Place {
  const path = address?.kind === 'unix' || address?.kind === 'npipe' ? address.path : endpoint.host
  return { host: endpoint.host, owner: () => socketOwner(path, platform) }
}

function tooSlow(host: string): AppFailure {
  return new AppFailure(appError('ENGINE_TIMEOUT', { host, seconds: limitMs / 1000 }, { retryable: true }))
}

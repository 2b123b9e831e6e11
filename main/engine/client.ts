import type { Endpoint, EngineInfo } from '@shared/domain/engine'
import { AppFailure, appError } from '@shared/errors'
import type { EngineClient } from '../ports/engineClient'
import { inTurn } from '../streams/waiting'
import { createBuildEngine } from './buildkit/buildEngine'
import type { EngineAddress } from './buildkit/engineHttp'
import { isBefore } from './connection/apiVersion'
import { containerRequests } from './containerRequests'
import { runRequests } from './containers/runRequests'
import { DiskUsageQueue } from './diskUsage'
import { openEvents, pastEvents } from './events'
import type { EngineHttp } from './http/engineHttp'
import type { Query } from './http/transport'
import { imageRequests } from './imageRequests'
import { readUsageBesideImages, readUsageOfImages, readWholeDiskUsage } from './records/diskUsage'
import { storageRequests } from './storage'
import { engineSearch } from './transfers/search'
import { transferRequests } from './transfers/transferRequests'

/** What a client stands on: pooled requests, and a way to sockets of one's own for builds. */
export type Wires = { readonly http: EngineHttp; readonly address: EngineAddress }

/** The port over one connection. `clockAhead`: see the port. */
export function createClient(
  { http, address }: Wires,
  endpoint: Endpoint,
  info: EngineInfo,
  clockAhead = 0,
): EngineClient {
  const met = Date.now() + clockAhead
  const hasTypes = !isBefore(info.apiVersion, '1.42')
  // Whichever queue they come from: what 20.10 refuses is two of any kind.
  const oneByOne = inTurn()
  const askUsage = async (signal: AbortSignal, query?: Query) =>
    await oneByOne(async () => await http.json({ path: '/system/df', signal, query }))
  const wholeUsage = new DiskUsageQueue(async (signal) => readWholeDiskUsage(await askUsage(signal)))
  const usageOfImages = hasTypes
    ? new DiskUsageQueue(async (signal) => readUsageOfImages(await askUsage(signal, { type: 'image' })))
    : wholeUsage
  const usageBesideImages = new DiskUsageQueue(async (signal) =>
    readUsageBesideImages(await askUsage(signal, { type: ['container', 'volume', 'build-cache'] })),
  )
  const usageOfCache = new DiskUsageQueue(async (signal) =>
    readUsageBesideImages(await askUsage(signal, { type: 'build-cache' })),
  )
  const containers = containerRequests(http)
  const lost = new AbortController()
  return {
    endpoint,
    info,
    ...imageRequests(http, {
      usage: usageOfImages,
      hasSharedSizes: hasTypes,
      inspectContainer: containers.inspectContainer,
    }),
    ...containers,
    layersSize: async ({ signal }) => (await usageOfImages.get(signal)).layersSize,
    diskUsage: async ({ signal }) => await wholeUsage.get(signal),
    async diskUsageBesideImages({ signal }) {
      if (hasTypes) return await usageBesideImages.get(signal)
      const { layersSize, images, ...beside } = await wholeUsage.get(signal)
      return { ...beside, ofImages: { layersSize, images } }
    },
    diskUsageOfImages: async ({ signal }) => await usageOfImages.get(signal),
    ...storageRequests(http, {
      address,
      info,
      host: endpoint.host,
      lost: lost.signal,
      records: async (signal) => (await (hasTypes ? usageOfCache : wholeUsage).get(signal)).buildCache,
    }),
    transfers: transferRequests(http, info),
    runs: runRequests(http),
    builds: (credentials) =>
      createBuildEngine({ address, apiVersion: info.apiVersion, credentials, lost: lost.signal }),
    search: engineSearch(http),
    async *events(options) {
      if (options.signal.aborted) return
      yield* await openEvents(http, options).catch((error: unknown) => {
        if (options.signal.aborted) return []
        throw error
      })
    },
    pastEvents: async ({ since = 1, signal }) => await pastEvents(http, { since, until: met, signal }),
    clockAhead,
    close() {
      lost.abort(new AppFailure(appError('ENGINE_LOST', { host: endpoint.host }, { retryable: true })))
      http.close()
    },
  }
}

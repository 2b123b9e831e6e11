import type { Endpoint, EngineInfo } from '@shared/domain/engine'
import type { EngineClient } from '../ports/engineClient'
import { isBefore } from './connection/apiVersion'
import { containerRequests } from './containerRequests'
import { runRequests } from './containers/runRequests'
import { DiskUsageQueue, inTurn } from './diskUsage'
import { openEvents } from './events'
import type { EngineHttp } from './http/engineHttp'
import type { Query } from './http/transport'
import { imageRequests } from './imageRequests'
import { readDiskUsage } from './records/diskUsage'
import { readWholeDiskUsage } from './records/wholeDiskUsage'
import { engineSearch } from './transfers/search'
import { transferRequests } from './transfers/transferRequests'

/** The port over one connection. */
export function createClient(http: EngineHttp, endpoint: Endpoint, info: EngineInfo): EngineClient {
  const hasTypes = !isBefore(info.apiVersion, '1.42')
  const oneByOne = inTurn()
  const askUsage = async (signal: AbortSignal, query?: Query) =>
    await oneByOne(async () => await http.json({ path: '/system/df', signal, query }))
  const usage = new DiskUsageQueue(async (signal) =>
    readDiskUsage(await askUsage(signal, hasTypes ? { type: 'image' } : undefined)),
  )
  const wholeUsage = new DiskUsageQueue(async (signal) => readWholeDiskUsage(await askUsage(signal)))
  const containers = containerRequests(http)
  return {
    endpoint,
    info,
    ...imageRequests(http, {
      usage,
      hasSharedSizes: hasTypes,
      inspectContainer: containers.inspectContainer,
    }),
    ...containers,
    layersSize: async ({ signal }) => (await usage.get(signal)).layersSize,
    diskUsage: async ({ signal }) => await wholeUsage.get(signal),
    transfers: transferRequests(http, info),
    runs: runRequests(http),
    search: engineSearch(http),
    async *events(options) {
      if (options.signal.aborted) return
      yield* await openEvents(http, options).catch((error: unknown) => {
        if (options.signal.aborted) return []
        throw error
      })
    },
    close: () => http.close(),
  }
}

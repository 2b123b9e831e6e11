import type { ListFreshness } from '@shared/domain/image'
import type { PageFacts } from './makePage'
import { PageCache } from './pageCache'

/** What the disk page knows of one engine; dropped whole when the app moves to another. */
export type Scope = {
  readonly key: string
  readonly endpointId: string
  readonly cache: PageCache
  readonly abort: AbortController
  /** Fulfilled once the cache was looked into. */
  readonly opened: Promise<void>
  /** Undefined until there is anything to show. */
  page?: { readonly at: number; readonly text: string; readonly freshness: ListFreshness['type'] }
  facts?: Omit<PageFacts, 'sizes'>
  asking?: Promise<void>
  /** Something happened since the engine was last asked. */
  stale: boolean
  /** Not before this time (ms) again, however much happens. */
  notBefore: number
}

/** Begins with what an earlier run kept. `onCached`: there was something. */
export function newScope(about: {
  readonly key: string
  readonly endpointId: string
  readonly cacheFolder: string
  readonly onCached: () => void
}): Scope {
  const { key, endpointId, cacheFolder, onCached } = about
  const cache = new PageCache(cacheFolder, key)
  const scope: Scope = {
    key,
    endpointId,
    cache,
    abort: new AbortController(),
    opened: cache.read().then((cached) => {
      if (cached === undefined || scope.page !== undefined) return
      scope.page = { ...cached, freshness: 'cached' }
      onCached()
    }),
    stale: true,
    notBefore: 0,
  }
  return scope
}

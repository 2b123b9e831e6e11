import type { HubTagsPage, HubTagsQuery, SearchPage, SearchQuery } from '@shared/domain/search'

/** A pause before the same request goes out again, told before it begins; for a countdown. */
export type RegistryWaiting = {
  readonly reason: 'rateLimited' | 'serverError'
  /** When the next request goes out (ms since the epoch). */
  readonly until: number
  /** Requests sent so far, and how many there will be at most. */
  readonly tried: number
  readonly tries: number
}

export type RegistryCallOptions = {
  readonly signal?: AbortSignal
  readonly onWait?: (waiting: RegistryWaiting) => void
}

/**
 * A way to search images. Throws AppFailure REGISTRY_* (each a state to show, never an empty list); an abort rejects
 * with the signal's reason. The engine's own search (`GET /images/search`) is a second one: its `cursor` and `next` are
 * always undefined, and it tells no pulls.
 */
export interface ImageSearch {
  search(query: SearchQuery, options: RegistryCallOptions): Promise<SearchPage>
}

/** Docker Hub, or what the user set in its place. */
export interface HubClient extends ImageSearch {
  /** Tags with their platforms. Also throws REFERENCE_* for a bad repository and HUB_PAGING_LIMIT far down the list. */
  tags(query: HubTagsQuery, options: RegistryCallOptions): Promise<HubTagsPage>
}

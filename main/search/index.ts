import type { HubTagsPage, HubTagsQuery, SearchPage, SearchQuery } from '@shared/domain/search'
import type { EngineSession } from '../ports/engineSession'
import type { HubClient } from '../ports/registryClient'

type Asked = { readonly signal: AbortSignal }

export type SearchOptions = {
  readonly session: Pick<EngineSession, 'client'>
  /** As the settings have it; undefined or empty: Docker Hub itself. */
  readonly endpoint: () => string | undefined
  /** Throws AppFailure HUB_ENDPOINT_INVALID. */
  readonly open: (endpoint: string | undefined) => HubClient
}

export type Search = {
  hub(query: SearchQuery, asked: Asked): Promise<SearchPage>
  tags(query: HubTagsQuery, asked: Asked): Promise<HubTagsPage>
  engine(query: SearchQuery, asked: Asked): Promise<SearchPage>
}

/** Looking for images where they are published. Throws AppFailure REGISTRY_*, HUB_*, ENGINE_*. */
export function createSearch({ session, endpoint, open }: SearchOptions): Search {
  let held: { readonly endpoint: string | undefined; readonly client: HubClient } | undefined
  const hub = (): HubClient => {
    const wanted = endpoint()?.trim() || undefined
    if (held === undefined || held.endpoint !== wanted) held = { endpoint: wanted, client: open(wanted) }
    return held.client
  }
  return {
    hub: async (query, { signal }) => await hub().search(query, { signal }),
    tags: async (query, { signal }) => await hub().tags(query, { signal }),
    engine: async (query, { signal }) => await session.client().search.search(query, { signal }),
  }
}

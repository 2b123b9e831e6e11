import type { Search } from '../search'
import type { DomainHandlers } from './handlers'

export function searchHandlers(search: Search): DomainHandlers<'search'> {
  return {
    hub: async (query, asked) => await search.hub(query, asked),
    tags: async (query, asked) => await search.tags(query, asked),
    engine: async (query, asked) => await search.engine(query, asked),
  }
}

import type { HubTag } from '@shared/domain/search'
import type { AppError } from '@shared/errors'
import { skipToken, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { errorOf, keys, strata, unwrap, useSettings } from '../../api'
import { type Asked, type Found, foundIn } from './search.logic'

export type More<T> = {
  readonly data: T | undefined
  readonly error: AppError | undefined
  /** ms since the epoch */
  readonly failedAt: number
  readonly loading: boolean
  readonly loadingMore: boolean
  readonly more: boolean
  readonly loadMore: () => void
  readonly retry: () => void
}

/** Asks once for what was submitted, and once for each "look further". */
export function useSearch(asked: Asked | undefined): More<Found> {
  const { hubEndpoint = '' } = useSettings()
  const query = useInfiniteQuery({
    queryKey: keys.search({ asked, hubEndpoint }),
    queryFn:
      asked === undefined
        ? skipToken
        : async ({ pageParam }) => {
            const { source, query, minStars, officialOnly } = asked
            const cursor = pageParam === '' ? {} : { cursor: pageParam }
            return await unwrap(strata().search[source]({ query, minStars, officialOnly, ...cursor }))
          },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const pages = query.data?.pages
  const data = useMemo(() => (pages === undefined ? undefined : foundIn(pages)), [pages])
  return { ...progressOf(query), data, loading: asked !== undefined && query.isLoading }
}

export function useHubTags(repository: string, name: string): More<readonly HubTag[]> {
  const { hubEndpoint = '' } = useSettings()
  const query = useInfiniteQuery({
    queryKey: keys.hubTags({ repository, name, hubEndpoint }),
    queryFn: async ({ pageParam }) =>
      await unwrap(strata().search.tags({ repository, page: pageParam, ...(name === '' ? {} : { name }) })),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
  })
  const pages = query.data?.pages
  const data = useMemo(() => pages?.flatMap((page) => page.tags), [pages])
  return { ...progressOf(query), data, loading: query.isLoading }
}

type Progress = {
  readonly error: unknown
  readonly errorUpdatedAt: number
  readonly isFetching: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly hasNextPage: boolean
  readonly fetchNextPage: () => unknown
  readonly refetch: () => unknown
}

function progressOf(query: Progress): Omit<More<never>, 'data' | 'loading'> {
  return {
    error:
      query.isFetching || query.error === null || query.error === undefined
        ? undefined
        : errorOf(query.error),
    failedAt: query.errorUpdatedAt,
    loadingMore: query.isFetchingNextPage,
    more: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetching) query.fetchNextPage()
    },
    retry: () => (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  }
}

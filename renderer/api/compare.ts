import type { CallInput } from '@shared/contract'
import type { CompareRows, CompareSummary } from '@shared/domain/compare'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { strata, unwrap } from './client'
import { inside } from './contents'
import { type Loaded, loaded } from './hooks'

export type ComparedHandles = { readonly left: string; readonly right: string }

/** A side that main has forgotten is opened again. */
const ofBoth = async <T>(
  client: QueryClient,
  { left, right }: ComparedHandles,
  answer: Promise<T>,
): Promise<T> => await inside(client, left, inside(client, right, answer))

/** Two images that are read never change: the answer stays. */
export const useCompareSummary = ({ left, right }: ComparedHandles): Loaded<CompareSummary> =>
  loaded(
    useQuery({
      queryKey: ['contents', 'compare', left, right, 'summary'],
      queryFn: ({ client }) =>
        ofBoth(client, { left, right }, unwrap(strata().compare.summary({ left, right }))),
      structuralSharing: false,
    }),
  )

/** Where a node is in a list of rows; -1 when the list does not show it. */
export const findCompareRowQuery = (asked: CallInput<'compare', 'find'>) =>
  queryOptions({
    queryKey: ['contents', 'compare', asked.left, asked.right, 'find', asked.query, asked.node],
    queryFn: ({ client }) => ofBoth(client, asked, unwrap(strata().compare.find(asked))),
    gcTime: 20_000,
  })

export type CompareWindow = CallInput<'compare', 'tree'>

export const compareWindowQuery = (asked: CompareWindow) =>
  queryOptions({
    queryKey: ['contents', 'compare', asked.left, asked.right, 'tree', asked.query, asked.from, asked.count],
    queryFn: ({ client }): Promise<CompareRows> =>
      ofBoth(client, asked, unwrap(strata().compare.tree(asked))),
    // Windows of a long list pile up while someone scrolls.
    gcTime: 20_000,
    structuralSharing: false,
  })

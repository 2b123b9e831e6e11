import type { RemovalTarget } from '@shared/domain/removal'
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import { type StrataError, strata, unwrap } from './client'
import { type ImageMatch, loadImages, loadMatch } from './imagesList'
import { keys } from './keys'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: StrataError
  }
}

/** Main tells what changed: nothing here goes stale by itself, and nothing is polled. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  // Brought before anyone looks, and told anew when someone does.
  client.setQueryDefaults(keys.disk, { gcTime: Number.POSITIVE_INFINITY })
  return client
}

export const appInfoQuery = () =>
  queryOptions({ queryKey: keys.appInfo, queryFn: () => unwrap(strata().app.info()) })

export const engineQuery = () =>
  queryOptions({ queryKey: keys.engine, queryFn: () => unwrap(strata().engine.status()) })

/** Contexts may be added by the CLI at any time: read again whenever the picker opens. */
export const endpointsQuery = () =>
  queryOptions({
    queryKey: keys.endpoints,
    queryFn: () => unwrap(strata().engine.endpoints()),
    staleTime: 0,
  })

export const imagesQuery = () =>
  queryOptions({
    queryKey: keys.images,
    queryFn: loadImages,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })

export const imageMatchQuery = (match: ImageMatch) =>
  queryOptions({
    queryKey: keys.match(match),
    queryFn: () => loadMatch(match),
    structuralSharing: false,
    gcTime: 30_000,
  })

export const imageDetailsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.details(id),
    queryFn: () => unwrap(strata().images.inspect({ image: id })),
  })

/** Other images' containers are no change of this image: asked whenever it is looked at. */
export const outdatedQuery = (id: string) =>
  queryOptions({
    queryKey: keys.outdated(id),
    queryFn: () => unwrap(strata().runs.outdated({ image: id })),
    staleTime: 0,
  })

/** Pages of at most 2,000 lines, newest first. */
export const imageHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.history(id),
    queryFn: ({ pageParam }) => unwrap(strata().images.history({ image: id, from: pageParam })),
    initialPageParam: 0,
    getNextPageParam: (last) => {
      const next = last.from + last.lines.length
      return last.lines.length > 0 && next < last.total ? next : undefined
    },
  })

/** An answer waits up to 2.5 s for what other images are made of: so many make all known even of thousands. */
const mostLayerAnswers = 40

/** Other images share: it is told anew whenever any image changes (events.ts), and while some were not read yet. */
export const imageLayersQuery = (id: string) =>
  queryOptions({
    queryKey: keys.layers(id),
    queryFn: () => unwrap(strata().images.layers({ image: id })),
    refetchInterval: ({ state: { data, status, dataUpdateCount } }) =>
      status === 'success' && data !== undefined && data.unread > 0 && dataUpdateCount < mostLayerAnswers
        ? 100
        : false,
  })

export const rawInspectQuery = (id: string, path: string) =>
  queryOptions({
    queryKey: keys.raw(id, path),
    queryFn: () => unwrap(strata().images.raw({ image: id, path })),
    structuralSharing: false,
  })

export const tagPreviewQuery = (imageId: string, reference: string) =>
  queryOptions({
    queryKey: keys.tagPreview(imageId, reference),
    queryFn: () => unwrap(strata().images.tagPreview({ imageId, reference })),
    staleTime: 0,
    gcTime: 0,
  })

export const archiveLookQuery = (grant: string) =>
  queryOptions({
    queryKey: keys.archive(grant),
    queryFn: () => unwrap(strata().files.inspectArchive({ grant })),
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })

export const removePlanQuery = (targets: readonly RemovalTarget[]) =>
  queryOptions({
    queryKey: keys.removePlan(targets),
    queryFn: () => unwrap(strata().images.removePlan({ targets: [...targets] })),
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })

export const jobsQuery = () =>
  queryOptions({
    queryKey: keys.jobs,
    queryFn: () => unwrap(strata().jobs.list()),
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })

export const settingsQuery = () =>
  queryOptions({
    queryKey: keys.settings,
    queryFn: () => unwrap(strata().settings.get()),
    gcTime: Number.POSITIVE_INFINITY,
  })

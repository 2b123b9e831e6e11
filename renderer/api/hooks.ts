import type { AppInfo } from '@shared/domain/app'
import type { ArchiveLook } from '@shared/domain/archive'
import type { Endpoint, EngineStatus } from '@shared/domain/engine'
import type { ImageDetails, RawInspect } from '@shared/domain/imageDetails'
import type { HistoryLine, ImageHistory } from '@shared/domain/imageHistory'
import type { ImageLayers } from '@shared/domain/imageLayers'
import type { RemovalPlan, RemovalTarget } from '@shared/domain/removal'
import type { OutdatedContainer } from '@shared/domain/run'
import type { TagPreview } from '@shared/domain/tagging'
import type { AppError } from '@shared/errors'
import type { JobSnapshot } from '@shared/job'
import { keepPreviousData, skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { errorOf } from './client'
import type { ImagesSnapshot } from './images.logic'
import type { ImageMatch } from './imagesList'
import { goingImages } from './jobs.logic'
import {
  appInfoQuery,
  archiveLookQuery,
  endpointsQuery,
  engineQuery,
  imageDetailsQuery,
  imageHistoryQuery,
  imageLayersQuery,
  imageMatchQuery,
  imagesQuery,
  jobsQuery,
  outdatedQuery,
  rawInspectQuery,
  removePlanQuery,
  tagPreviewQuery,
} from './queries'

/** `data` may be there together with `error`: the last known answer, and why there is no newer one. */
export type Loaded<T> = {
  readonly data: T | undefined
  readonly error: AppError | undefined
  /** Nothing known yet. */
  readonly loading: boolean
  /** Asking, whether or not something is known. */
  readonly refreshing: boolean
  readonly retry: () => void
}

type Answer<T> = {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

export function loaded<T>(answer: Answer<T>): Loaded<T> {
  return {
    data: answer.data,
    error: answer.error === null || answer.error === undefined ? undefined : errorOf(answer.error),
    loading: answer.isPending,
    refreshing: answer.isFetching,
    retry: () => void answer.refetch(),
  }
}

export const useAppInfo = (): Loaded<AppInfo> => loaded(useQuery(appInfoQuery()))
export const useEngine = (): Loaded<EngineStatus> => loaded(useQuery(engineQuery()))
export const useEndpoints = (): Loaded<readonly Endpoint[]> => loaded(useQuery(endpointsQuery()))
export const useImages = (): Loaded<ImagesSnapshot> => loaded(useQuery(imagesQuery()))
export const useJobs = (): Loaded<readonly JobSnapshot[]> => loaded(useQuery(jobsQuery()))

export const useImageDetails = (id: string): Loaded<ImageDetails> => loaded(useQuery(imageDetailsQuery(id)))

export const useImageLayers = (id: string): Loaded<ImageLayers> => loaded(useQuery(imageLayersQuery(id)))

export const useOutdated = (id: string): Loaded<readonly OutdatedContainer[]> =>
  loaded(useQuery(outdatedQuery(id)))

/** The previous part stays on screen while the next path is looked up. */
export const useRawInspect = (id: string, path: string): Loaded<RawInspect> =>
  loaded(useQuery({ ...rawInspectQuery(id, path), placeholderData: keepPreviousData }))

export const useTagPreview = (imageId: string, reference: string): Loaded<TagPreview> =>
  loaded(useQuery({ ...tagPreviewQuery(imageId, reference), placeholderData: keepPreviousData }))

export const useArchiveLook = (grant: string): Loaded<ArchiveLook> =>
  loaded(useQuery(archiveLookQuery(grant)))

export const useRemovePlan = (targets: readonly RemovalTarget[]): Loaded<RemovalPlan> =>
  loaded(useQuery(removePlanQuery(targets)))

/** Undefined data means: no such filter is set, everything matches. */
export function useImageMatch(match: ImageMatch | undefined): Loaded<ReadonlySet<string>> {
  const options = imageMatchQuery(match ?? {})
  return loaded(
    useQuery({
      ...options,
      queryFn: match === undefined ? skipToken : options.queryFn,
      placeholderData: match === undefined ? undefined : keepPreviousData,
    }),
  )
}

export type HistoryPages = Loaded<{ readonly head: ImageHistory; readonly lines: readonly HistoryLine[] }> & {
  readonly more: boolean
  readonly loadMore: () => void
}

/** `head` is the first answer: totals, alignment, base. `lines` are those read so far. */
export function useImageHistory(id: string): HistoryPages {
  const query = useInfiniteQuery(imageHistoryQuery(id))
  const pages = query.data?.pages
  const data = useMemo(() => {
    const head = pages?.[0]
    return head === undefined ? undefined : { head, lines: pages?.flatMap((page) => page.lines) ?? [] }
  }, [pages])
  return {
    ...loaded({ ...query, data }),
    more: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
  }
}

/** The same set as long as the same jobs run: progress comes ten times a second. */
export function useGoingImages(): ReadonlySet<string> {
  const jobs = useJobs().data
  const running = jobs?.filter((job) => job.state.type === 'running') ?? []
  const key = running.map((job) => `${job.id} ${job.subjects.length}`).join()
  // oxlint-disable-next-line react/exhaustive-deps -- the key stands for the jobs
  return useMemo(() => goingImages(running), [key])
}

import type { CallInput } from '@shared/contract'
import type {
  LayersView,
  NodeDetails,
  OpenedImage,
  RegistryWait,
  TreeRows,
  WasteReport,
} from '@shared/domain/contents'
import { keepPreviousData, type QueryClient, queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { StrataError, strata, unwrap } from './client'
import { type Loaded, loaded, useEngine, useJobs } from './hooks'
import { keys } from './keys'

export type AskedContents = CallInput<'contents', 'open'>

/** When main has forgotten an image again so soon after it was opened anew, something else is wrong. ms */
const reopenAfter = 30_000
const reopened = new Map<string, number>()

/** Opens what had this handle again from its place, once: all that is asked by its handle follows the new one. */
function reopen(client: QueryClient, handle: string): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.opened })) {
    const image = client.getQueryData<OpenedImage>(query.queryKey)
    const last = reopened.get(query.queryHash)
    if (image?.handle !== handle || (last !== undefined && Date.now() - last < reopenAfter)) continue
    reopened.set(query.queryHash, Date.now())
    void client.invalidateQueries({ queryKey: query.queryKey })
  }
}

/** An answer about an opened image. One that main has forgotten is opened again. */
export async function inside<T>(client: QueryClient, handle: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof StrataError && cause.error.code === 'CONTENTS_GONE') reopen(client, handle)
    throw cause
  }
}

export type OpenedHere = { readonly asked: AskedContents; readonly image: OpenedImage }

const mostRemembered = 50
const remembered = new Map<string, OpenedHere>()

async function open(asked: AskedContents): Promise<OpenedImage> {
  const image = await unwrap(strata().contents.open(asked))
  const key = JSON.stringify(asked)
  remembered.delete(key)
  remembered.set(key, { asked, image })
  for (const oldest of remembered.keys()) if (remembered.size > mostRemembered) remembered.delete(oldest)
  return image
}

/** What was opened in this window, the last one first. */
export const openedHere = (): readonly OpenedHere[] => [...remembered.values()].reverse()

/** The image at a place, as it was when it was opened, and as it is once its layers were read. Opening reads no layer. */
export function useOpened(asked: AskedContents | undefined): Loaded<OpenedImage> {
  const endpointId = useEngine().data?.endpoint.id
  const onEngine = asked?.place.type === 'engine'
  const opened = useQuery({
    queryKey: keys.openedAt(onEngine ? (endpointId ?? '') : '', asked),
    queryFn: asked === undefined ? skipToken : () => open(asked),
    // The same reference is another image on another engine.
    enabled: asked !== undefined && (!onEngine || endpointId !== undefined),
    gcTime: 30 * 60_000,
    structuralSharing: false,
  })
  const handle = opened.data?.handle ?? ''
  // Whoever read layers: they may be this image's too.
  const reads = useJobs()
    .data?.filter((job) => job.kind === 'readImage' && job.state.type !== 'running')
    .map((job) => job.id)
  const state = useQuery({
    queryKey: keys.inside(handle, 'state', reads ?? []),
    queryFn: ({ client }) => inside(client, handle, unwrap(strata().contents.state({ handle }))),
    enabled: opened.data?.reading.type === 'unread' && reads !== undefined && reads.length > 0,
    placeholderData: keepPreviousData,
  })
  const current = state.data?.handle === handle ? state.data : opened.data
  return loaded({ ...opened, data: current })
}

/** The pause that a registry asked for last, over or not. */
export const useRegistryWait = (reference: string | undefined): RegistryWait | undefined =>
  useQuery<RegistryWait>({
    queryKey: keys.registryWait(reference ?? ''),
    queryFn: skipToken,
    gcTime: 120_000,
  }).data

export const contentsLayersQuery = (handle: string) =>
  queryOptions({
    queryKey: keys.inside(handle, 'layers'),
    queryFn: ({ client }) => inside(client, handle, unwrap(strata().contents.layers({ handle }))),
    structuralSharing: false,
  })

/** Layers, Dockerfile and totals of an image that was read. */
export const useContentsLayers = (handle: string): Loaded<LayersView> =>
  loaded(useQuery(contentsLayersQuery(handle)))

export const useContentsWaste = (handle: string): Loaded<WasteReport> =>
  loaded(
    useQuery({
      queryKey: keys.inside(handle, 'waste'),
      queryFn: ({ client }) => inside(client, handle, unwrap(strata().contents.waste({ handle }))),
      structuralSharing: false,
    }),
  )

export type TreeWindow = CallInput<'contents', 'tree'>

export const treeWindowQuery = (asked: TreeWindow) =>
  queryOptions({
    queryKey: keys.inside(asked.handle, 'tree', asked.query, asked.from, asked.count),
    queryFn: ({ client }): Promise<TreeRows> =>
      inside(client, asked.handle, unwrap(strata().contents.tree(asked))),
    // Windows of a long list pile up while someone scrolls.
    gcTime: 20_000,
    structuralSharing: false,
  })

export const nodeDetailsQuery = (asked: CallInput<'contents', 'details'>) =>
  queryOptions({
    queryKey: keys.inside(asked.handle, 'details', asked.layer, asked.node),
    queryFn: ({ client }): Promise<NodeDetails> =>
      inside(client, asked.handle, unwrap(strata().contents.details(asked))),
    gcTime: 60_000,
  })

/** The last path stays in sight while the next one is looked up. */
export const useNodeDetails = (asked: CallInput<'contents', 'details'>): Loaded<NodeDetails> =>
  loaded(useQuery({ ...nodeDetailsQuery(asked), placeholderData: keepPreviousData }))

/** Where a node is in a list of rows; -1 when the list does not show it. */
export const findRowQuery = (asked: CallInput<'contents', 'find'>) =>
  queryOptions({
    queryKey: keys.inside(asked.handle, 'find', asked.query, asked.node),
    queryFn: ({ client }) => inside(client, asked.handle, unwrap(strata().contents.find(asked))),
    gcTime: 20_000,
  })

export type AskedFile = CallInput<'contents', 'file'>

/** A part of a file. `fetched`: the job that fetched the image's files; what needed that may be there by now. */
export const fileQuery = (asked: AskedFile, fetched = '') =>
  queryOptions({
    queryKey: keys.inside(asked.handle, 'file', asked.layer, asked.node, asked.from, asked.count, fetched),
    queryFn: ({ client }) => inside(client, asked.handle, unwrap(strata().contents.file(asked))),
    gcTime: 20_000,
    structuralSharing: false,
  })

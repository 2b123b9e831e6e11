import type { DiskPage, DiskPageAnswer } from '@shared/domain/diskPage'
import { type PackedPage, unpackPage } from '@shared/domain/diskPageText'
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { errorOf, strata, unwrap } from './client'
import { type Loaded, loaded, useEngine } from './hooks'
import { keys } from './keys'

export type DiskSnapshot = Pick<DiskPageAnswer, 'revision' | 'at' | 'freshness' | 'asking'> & {
  readonly page: DiskPage
}

const attempts = 4

/** All parts of one revision; what is held stays the same object when nothing changed. */
export async function loadDiskPage(held: DiskSnapshot | undefined): Promise<DiskSnapshot> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await unwrap(strata().disk.page(held === undefined ? {} : { has: held.revision }))
    const { at, freshness, asking } = first
    if (first.text === undefined && held !== undefined) return { ...held, at, freshness, asking }
    const snapshot = await snapshotOf(first)
    if (snapshot !== undefined) return snapshot
    if (attempt === attempts) throw new Error('the disk page never held still')
  }
}

/** Undefined when the page moved on between two parts. */
async function snapshotOf(first: DiskPageAnswer): Promise<DiskSnapshot | undefined> {
  const text = await restOf(first)
  if (text === undefined) return undefined
  const { revision, at, freshness, asking } = first
  return { revision, at, freshness, asking, page: pageOf(text) }
}

async function restOf({ revision, text = '', parts }: DiskPageAnswer): Promise<string | undefined> {
  const others = Array.from({ length: parts - 1 }, async (_, i) => {
    return await unwrap(strata().disk.part({ revision, part: i + 1 }))
  })
  const rest = (await Promise.all(others)).map((part) => part.text)
  return rest.includes('') ? undefined : text + rest.join('')
}

/** The text is our own main's, made by packPage. */
function pageOf(text: string): DiskPage {
  const packed: unknown = JSON.parse(text)
  return unpackPage(packed as PackedPage)
}

const diskKey = (endpointId: string) => [...keys.disk, endpointId] as const

/** Main tells when there is something newer (events.ts); it is asked for while someone looks. */
const diskQuery = (client: QueryClient, endpointId: string) =>
  queryOptions({
    queryKey: diskKey(endpointId),
    queryFn: async () => await loadDiskPage(client.getQueryData<DiskSnapshot>(diskKey(endpointId))),
    staleTime: 0,
    refetchOnWindowFocus: true,
    structuralSharing: false,
  })

/** What main knows, kept for who looks later; the engine is asked nothing. Undefined while nothing is known. */
export async function bringDisk(client: QueryClient, endpointId: string): Promise<DiskSnapshot | undefined> {
  const held = () => client.getQueryData<DiskSnapshot>(diskKey(endpointId))
  if (held() !== undefined) return held()
  const { answer } = await unwrap(strata().disk.known())
  const known = answer && (await snapshotOf(answer))
  // Someone looked meanwhile: that is newer.
  if (known !== undefined && held() === undefined) client.setQueryData(diskKey(endpointId), known)
  return held()
}

/** The last numbers stay while new ones are asked for. */
export function useDisk(): Loaded<DiskSnapshot> & { readonly again: () => void; readonly asking: boolean } {
  const client = useQueryClient()
  const endpointId = useEngine().data?.endpoint.id ?? ''
  const query = useQuery(diskQuery(client, endpointId))
  const refresh = useMutation({
    mutationFn: async () => await unwrap(strata().disk.refresh()),
    onSettled: async () => await client.invalidateQueries({ queryKey: keys.disk }),
  })
  return {
    ...loaded(query),
    again: () => refresh.mutate(),
    asking: refresh.isPending || query.data?.asking === true,
  }
}

/** Looks through the engine's data folder; the answer stays until the page is left. */
export function useDiskMeasure() {
  const measure = useMutation({ mutationFn: async () => await unwrap(strata().disk.measure()) })
  return {
    data: measure.data,
    error: measure.error === null ? undefined : errorOf(measure.error),
    running: measure.isPending,
    start: () => measure.mutate(),
    stop: () => void strata().disk.stopMeasuring(),
  }
}

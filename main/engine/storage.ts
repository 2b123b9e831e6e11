import type { BuildCacheRecord } from '@shared/domain/disk'
import type { EngineInfo } from '@shared/domain/engine'
import type { PrunedBuildCache, StorageRequests } from '../ports/storage'
import { listContent } from './buildkit/contentStore'
import type { EngineAddress } from './buildkit/engineHttp'
import { isBefore } from './connection/apiVersion'
import { failureOf } from './engineErrors'
import type { EngineHttp } from './http/engineHttp'
import { object, texts } from './records/read'
import { readStoredImages } from './records/storedImages'

type Needs = {
  readonly address: EngineAddress
  readonly info: EngineInfo
  readonly host: string
  /** Aborted when the engine was left or lost. */
  readonly lost: AbortSignal
  readonly records: (signal: AbortSignal | undefined) => Promise<readonly BuildCacheRecord[]>
}

/** Requests about what lies behind the images. */
export function storageRequests(http: EngineHttp, needs: Needs): StorageRequests {
  const { address, info, lost } = needs
  return {
    buildCache: async ({ signal }) => await needs.records(signal),

    pruneBuildCache: async (ids, { signal }) => await pruneExactly(http, needs.records, ids, signal),

    async contentSizes({ signal, references }) {
      if (info.store !== 'containerd' || isBefore(info.apiVersion, '1.47')) return undefined
      if (references?.length === 0) return new Map()
      const filters = references && { filters: JSON.stringify({ reference: references }) }
      const query = { all: '1', manifests: '1', ...filters }
      return readStoredImages(await http.json({ path: '/images/json', query, signal }))
    },

    async contentStore({ signal }) {
      if (info.store !== 'containerd') return undefined
      const either = signal === undefined ? lost : AbortSignal.any([signal, lost])
      try {
        return await listContent(address, info.apiVersion, either)
      } catch (error) {
        if (either.aborted) throw either.reason
        throw failureOf(error, { host: needs.host, owner: () => ({ path: needs.host, group: '' }) })
      }
    },
  }
}

/** BuildKit's ids: 25 letters and digits. The engine takes a filter for a pattern, so nothing else is sent. */
const recordId = /^[a-z0-9]{25}$/

async function pruneExactly(
  http: EngineHttp,
  records: Needs['records'],
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<PrunedBuildCache> {
  const wanted = new Set(ids)
  const before = await records(signal)
  for (const id of leavesFirst(before.filter((record) => wanted.has(record.id)))) {
    if (recordId.test(id)) await pruneOne(http, id, signal)
  }
  const after = await records(signal)
  const left = new Map(after.map((record) => [record.id, record]))
  const whyKept = (id: string) => {
    if (left.get(id)?.inUse === true) return 'inUse' as const
    return after.some(({ parents }) => parents.includes(id)) ? ('children' as const) : ('refused' as const)
  }
  return {
    gone: [...wanted].filter((id) => !left.has(id)),
    kept: [...wanted].filter((id) => left.has(id)).map((id) => ({ id, why: whyKept(id) })),
  }
}

/** One that has children, or is in use, is passed over by the engine in silence. */
async function pruneOne(http: EngineHttp, id: string, signal: AbortSignal | undefined): Promise<void> {
  const query = { all: '1', filters: JSON.stringify({ id: [id] }) }
  const answer = await http.json({ method: 'POST', path: '/build/prune', query, signal })
  const others = texts(object(answer).CachesDeleted).filter((gone) => gone !== id)
  if (others.length > 0) throw new Error(`asked for ${id}, the engine pruned ${others.join(', ')}`)
}

/** Children before what they were made from. */
function leavesFirst(records: readonly BuildCacheRecord[]): readonly string[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const parentsFirst = new Set<string>()
  const visit = ({ id, parents }: BuildCacheRecord): void => {
    if (parentsFirst.has(id)) return
    for (const parent of parents) {
      const record = byId.get(parent)
      if (record !== undefined) visit(record)
    }
    parentsFirst.add(id)
  }
  for (const record of records) visit(record)
  return [...parentsFirst].reverse()
}

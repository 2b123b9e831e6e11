import type { EngineInfo } from '@shared/domain/engine'
import type { ImageId, ListFreshness } from '@shared/domain/image'
import { Debounced } from '../cache/debounced'
import { cutLabels, ImageListCache } from '../cache/imageListCache'
import { EngineLedger } from '../ledger/engineLedger'
import { ImageTable } from './imageTable'

/** Everything about one engine; dropped whole when the app moves to another. */
export type IndexScope = {
  readonly key: string
  readonly table: ImageTable
  readonly labels: Map<ImageId, ReadonlyMap<string, string>>
  readonly cache: ImageListCache
  readonly ledger: EngineLedger
  info: EngineInfo
  /** Undefined until there is anything to show. */
  freshness: ListFreshness | undefined
  /** Writes the list to the disk. */
  readonly save: Debounced
}

/** How long changes are gathered before they are written, in ms. */
const saveAfter = 2_000

type ScopePlace = { readonly folder: string; readonly key: string; readonly now: () => number }

export function newScope(info: EngineInfo, { folder, key, now }: ScopePlace): IndexScope {
  const ledger = new EngineLedger(folder, key, now)
  const scope: IndexScope = {
    key,
    info,
    table: new ImageTable((id, running) => ledger.row(id, running)),
    labels: new Map(),
    cache: new ImageListCache(folder, key),
    ledger,
    freshness: undefined,
    save: new Debounced(saveAfter, async () => await writeCache(scope, now())),
  }
  return scope
}

/** Writes what is not written yet. */
export async function closeScope({ save, ledger }: IndexScope): Promise<void> {
  await save.flush()
  await ledger.close()
}

/** Fills it with what an earlier run kept; false when there is nothing, the engine was faster, or nobody wants it any more. */
export async function fillFromCache(scope: IndexScope, isWanted: () => boolean): Promise<boolean> {
  const { table, labels } = scope
  const [list] = await Promise.all([scope.cache.read(), scope.ledger.ready()])
  if (list === undefined || scope.freshness !== undefined || !isWanted()) return false
  for (const { labels: own, ...entry } of list.images) {
    table.put(entry)
    labels.set(entry.id, new Map(own))
  }
  for (const container of list.containers) table.putContainer(container)
  table.takeChanges()
  scope.freshness = { type: 'cached', at: list.at }
  return true
}

/** As the engine confirmed it last. */
async function writeCache({ table, labels, cache, freshness }: IndexScope, now: number): Promise<void> {
  if (freshness === undefined) return
  await cache.write({
    at: freshness.type === 'live' ? now : freshness.at,
    images: [...table.entries()].map((entry) => ({
      ...entry,
      tags: [...entry.tags],
      digests: [...entry.digests],
      labels: cutLabels(labels.get(entry.id) ?? new Map()),
    })),
    containers: [...table.containers()].map((container) => ({ ...container })),
  })
}

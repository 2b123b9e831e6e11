import type { LayerIndex } from '../../layers/layerIndex'
import type { IndexStore } from '../../layers/store/indexStore'

export type Indexes = Pick<IndexStore, 'has' | 'get'> & {
  readonly put: (index: LayerIndex) => Promise<void>
}

/** Entries in memory at most, about 100 bytes each. */
const mostEntries = 2_000_000

/**
 * The indexes that are on the disk, and those that it did not take (it is full, or they are larger than the whole cap): these live
 * as long as the app does, so that what was read can be looked at.
 */
export function createIndexes(store: IndexStore): Indexes {
  const homeless = new Map<string, LayerIndex>()
  const shrink = () => {
    let entries = [...homeless.values()].reduce((sum, index) => sum + index.entries.count, 0)
    for (const [diffId, index] of homeless) {
      if (entries <= mostEntries || homeless.size === 1) return
      homeless.delete(diffId)
      entries -= index.entries.count
    }
  }
  return {
    has: async (diffIds) => {
      const kept = await store.has(diffIds)
      return new Set(diffIds.filter((diffId) => kept.has(diffId) || homeless.has(diffId)))
    },
    get: async (diffId) => homeless.get(diffId) ?? (await store.get(diffId)),
    put: async (index) => {
      if (await store.put(index)) return
      homeless.set(index.diffId, index)
      shrink()
    },
  }
}

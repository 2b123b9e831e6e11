import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import { type LayerTree, sizeFits } from './cacheLayers'

type Facts = {
  readonly store: ImageStore
  readonly tree: LayerTree
  readonly records: readonly BuildCacheRecord[]
  /** All layers of all images are in the tree. */
  readonly complete: boolean
}

/** Types that can stand for a layer: the image of a Dockerfile frontend is one like any other. */
const withLayers = new Set(['regular', 'frontend', 'internal'])

/** For each record the layers that nothing speaks against. */
export class CacheCandidates {
  readonly #facts: Facts
  readonly #byId: ReadonlyMap<string, BuildCacheRecord>
  readonly #found = new Map<string, readonly string[]>()
  /** Parents before children. */
  readonly #order: readonly BuildCacheRecord[]

  constructor(facts: Facts) {
    this.#facts = facts
    this.#byId = new Map(facts.records.map((record) => [record.id, record]))
    this.#order = this.#parentsFirst()
    for (const record of this.#order) this.#set(record, this.#reachable(record))
    // Each round settles at least one record; chains of the same steps under equal bases take one round a step.
    while (this.#narrow()) for (const record of this.#order) this.#keep(record, this.#reachable(record))
  }

  of(id: string): readonly string[] {
    return this.#found.get(id) ?? []
  }

  /**
   * An image has its layer, by the engine's word. On the containerd store that word is also given for steps that were never
   * exported, when their parents are shared: there only a record whose bytes fit some layer is held to it.
   */
  mustHaveLayer(record: BuildCacheRecord): boolean {
    if (!record.shared || !withLayers.has(record.type)) return false
    return this.#facts.store === 'classic' || this.of(record.id).length > 0
  }

  #set({ id }: BuildCacheRecord, found: readonly string[]): void {
    this.#found.set(id, found)
  }

  #keep(record: BuildCacheRecord, reachable: readonly string[]): void {
    const allowed = new Set(reachable)
    this.#set(
      record,
      this.of(record.id).filter((chainId) => allowed.has(chainId)),
    )
  }

  /** Layers above those of its parents that fit it. */
  #reachable(record: BuildCacheRecord): readonly string[] {
    if (!withLayers.has(record.type)) return []
    const [first, ...others] = record.parents
    if (first === undefined) return this.#fitting(record, [undefined])
    if (others.length === 0) return this.#fitting(record, this.of(first))
    return this.#merged(record, first, others)
  }

  /** `COPY --link`: the layers of the others are put on top of the first, one each; its own size says nothing. */
  #merged(record: BuildCacheRecord, first: string, others: readonly string[]): readonly string[] {
    let found = this.of(first)
    for (const id of others) {
      const piece = this.#byId.get(id)
      if (piece === undefined) return []
      found = this.#fitting({ ...piece, shared: record.shared }, found)
      if (found.length > 0) this.#set(piece, found)
    }
    return found
  }

  #fitting(record: BuildCacheRecord, below: readonly (string | undefined)[]): readonly string[] {
    const { tree, store } = this.#facts
    const above = below.flatMap((chainId) => tree.above(chainId))
    return above.filter((chainId) => {
      const layer = tree.get(chainId)
      return layer !== undefined && layer.inImage === record.shared && sizeFits(record, layer, store)
    })
  }

  /** A record whose children are in images lies under the layers of those children. */
  #narrow(): boolean {
    if (!this.#facts.complete) return false
    let changed = false
    for (const child of this.#order.toReversed()) {
      const [parent, ...others] = child.parents
      if (parent === undefined || others.length > 0 || !this.mustHaveLayer(child)) continue
      const below = new Set(this.of(child.id).map((chainId) => this.#facts.tree.get(chainId)?.parent))
      const before = this.of(parent)
      const after = before.filter((chainId) => below.has(chainId))
      if (after.length === before.length || after.length === 0) continue
      this.#found.set(parent, after)
      changed = true
    }
    return changed
  }

  #parentsFirst(): readonly BuildCacheRecord[] {
    const order = new Set<BuildCacheRecord>()
    const visit = (record: BuildCacheRecord): void => {
      if (order.has(record)) return
      for (const id of record.parents) {
        const parent = this.#byId.get(id)
        if (parent !== undefined) visit(parent)
      }
      order.add(record)
    }
    for (const record of this.#facts.records) visit(record)
    return [...order]
  }
}

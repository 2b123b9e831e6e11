import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import { CacheCandidates } from './cacheCandidates'
import { type CacheLayer, isOfBase, LayerTree, textFits } from './cacheLayers'

/** `about`: the likeliest of several, or found among layers that are not known to be all. */
export type Certainty = 'exact' | 'about'

export type MatchedRecord = {
  readonly record: BuildCacheRecord
  /** The layer that it stands for; undefined where it is none that we know (a stage that no image took, a context). */
  readonly chainId?: string
  /** ChainIds from the bottom up to that layer. */
  readonly path: readonly string[]
  /** `about` without a layer: it keeps one, and which can't be told. */
  readonly certainty: Certainty
  /** `base`: it refers to a layer that came with an image. `step`: it made the layer. `own`: no layer of an image. */
  readonly kind: 'base' | 'step' | 'own'
  /** What of the layer it keeps: on the containerd store a step has files of its own and only the image's blob. */
  readonly keeps: 'layer' | 'blob' | 'nothing'
  /**
   * Bytes that come back with this record whatever images there are. Of a `base` without a layer we know it is less than
   * what comes back: its image is gone, and the engine does not tell the bytes.
   */
  readonly ownBytes: number
}

export type HeldLayer = { readonly certainty: Certainty; readonly keeps: 'layer' | 'blob' }

export type CacheMatch = {
  readonly records: readonly MatchedRecord[]
  /** By chainId: layers that stay on the disk when their images go. `keeps`: the most that any record keeps. */
  readonly held: ReadonlyMap<string, HeldLayer>
  /** Which layers of images some record keeps can't be told for sure. */
  readonly unsure: boolean
}

export type CacheFacts = {
  readonly store: ImageStore
  readonly layers: Iterable<CacheLayer>
  /** All layers of all images are among them, with their bytes (blobs too on the containerd store). */
  readonly complete: boolean
  readonly records: readonly BuildCacheRecord[]
}

/**
 * Which layers the build cache keeps. The API names no layer of a record; but records form a forest as layers do, one
 * record a layer, with the layer's bytes, and the engine tells whether an image has that layer (`shared`). Where that
 * leaves one layer the match is exact; of several the one with the record's text is taken, and called `about`.
 */
export function cacheMatch({ store, layers, complete, records }: CacheFacts): CacheMatch {
  const tree = new LayerTree(layers)
  const candidates = new CacheCandidates({ store, tree, records, complete })
  const taken = new Set<string>()
  const matched = records.map((record): MatchedRecord => {
    const found = candidates.of(record.id)
    const chosen = choose(record, found, tree, taken)
    if (chosen === undefined) return withoutLayer(record, candidates.mustHaveLayer(record), store)
    taken.add(chosen)
    const isSure = complete && found.length === 1 && candidates.mustHaveLayer(record)
    const matched = ofLayer(record, tree.get(chosen), store)
    return { ...matched, path: tree.path(chosen), certainty: isSure ? 'exact' : 'about' }
  })
  return { records: matched, held: heldBy(matched), unsure: isUnsure(matched, tree) }
}

/** Of several the one whose text it is; else one that no other record has: two of the same bytes weigh the same. */
function choose(
  record: BuildCacheRecord,
  found: readonly string[],
  tree: LayerTree,
  taken: ReadonlySet<string>,
): string | undefined {
  const likely = found.filter((chainId) => {
    const layer = tree.get(chainId)
    return layer !== undefined && textFits(record, layer)
  })
  const left = likely.length > 0 ? likely : found
  return left.find((chainId) => !taken.has(chainId)) ?? left[0]
}

function withoutLayer(record: BuildCacheRecord, hasOne: boolean, store: ImageStore): MatchedRecord {
  if (hasOne) return { record, path: [], certainty: 'about', kind: 'own', keeps: 'nothing', ownBytes: 0 }
  const isBase = record.type === 'regular' && isOfBase(record, store)
  const kind = isBase ? 'base' : 'own'
  return {
    record,
    path: [],
    certainty: isBase ? 'about' : 'exact',
    kind,
    keeps: 'nothing',
    ownBytes: record.size,
  }
}

function ofLayer(
  record: BuildCacheRecord,
  layer: CacheLayer | undefined,
  store: ImageStore,
): Omit<MatchedRecord, 'path' | 'certainty'> {
  const isBase = isOfBase(record, store)
  const kind = isBase ? 'base' : 'step'
  const keeps = isBase || store === 'classic' ? 'layer' : 'blob'
  // On the containerd store the rest of its size is the files that it has for itself.
  const ownBytes = keeps === 'layer' ? 0 : Math.max(0, record.size - (layer?.blobBytes ?? 0))
  return { record, ...(layer && { chainId: layer.chainId }), kind, keeps, ownBytes }
}

function heldBy(records: readonly MatchedRecord[]): ReadonlyMap<string, HeldLayer> {
  const held = new Map<string, HeldLayer>()
  for (const { chainId, certainty, keeps } of records) {
    if (chainId === undefined || keeps === 'nothing') continue
    const before = held.get(chainId)
    held.set(chainId, {
      certainty: before?.certainty === 'exact' ? 'exact' : certainty,
      keeps: before?.keeps === 'layer' ? 'layer' : keeps,
    })
  }
  return held
}

/** Whether sums of images stand on a guess: a tie between layers of no bytes harms none, nor does what no image has. */
function isUnsure(records: readonly MatchedRecord[], tree: LayerTree): boolean {
  return records.some(({ chainId, certainty, record }) => {
    if (certainty === 'exact' || !record.shared) return false
    if (chainId === undefined) return true
    const { bytes = 1, blobBytes = 0 } = tree.get(chainId) ?? {}
    return bytes + blobBytes > 0
  })
}

import type { DiskUsageBesideImages } from '@shared/domain/disk'
import { holdingRecords } from '../disk/cacheHolders'
import type { CacheLayer } from '../disk/cacheLayers'
import { cacheMatch } from '../disk/cacheMatch'
import { exactBytes } from './height'
import type { Holders } from './holders'
import type { ViewFacts } from './viewFacts'

/** What the match needs beside the engine's answer. */
export type KnownLayers = Pick<ViewFacts, 'store' | 'heightOf' | 'images'> & {
  /** Chains of images that are gone: the build cache may still have their layers. */
  readonly goneKeys: Iterable<readonly string[]>
  /** Bytes of the layer as it came, by chainId. */
  readonly blobOf: (key: string) => number | undefined
  readonly complete: boolean
}

/** Pure. */
export function holdersFrom(usage: DiskUsageBesideImages, known: KnownLayers): Holders {
  const { records, unsure } = holdersOfCache(usage, known)
  return {
    records,
    unsure,
    writable: new Map(usage.containers.map(({ id, writableSize }) => [id, writableSize])),
  }
}

function holdersOfCache(
  { buildCache }: DiskUsageBesideImages,
  known: KnownLayers,
): Pick<Holders, 'records' | 'unsure'> {
  if (buildCache.length === 0) return { records: [], unsure: false }
  const match = cacheMatch({
    store: known.store,
    layers: layersOf(known),
    complete: known.complete,
    records: buildCache,
  })
  return { records: holdingRecords(match), unsure: match.unsure }
}

function* layersOf(known: KnownLayers): Generator<CacheLayer> {
  const seen = new Set<string>()
  for (const { keys = [], size } of known.images) {
    const top = known.store === 'classic' ? { key: keys.at(-1), bytes: size } : undefined
    const heightOf = (key: string) => (key === top?.key ? top.bytes : exactBytes(known.heightOf(key)))
    yield* layersOfChain(keys, heightOf, known, seen, true)
  }
  const heightOf = (key: string) => exactBytes(known.heightOf(key))
  for (const keys of known.goneKeys) yield* layersOfChain(keys, heightOf, known, seen, false)
}

function* layersOfChain(
  keys: readonly string[],
  heightOf: (key: string) => number | undefined,
  { blobOf }: KnownLayers,
  seen: Set<string>,
  inImage: boolean,
): Generator<CacheLayer> {
  for (const [index, chainId] of keys.entries()) {
    if (seen.has(chainId)) continue
    seen.add(chainId)
    const parent = keys[index - 1]
    const bytes = between(parent, chainId, heightOf)
    const blobBytes = blobOf(chainId)
    yield {
      chainId,
      ...(parent !== undefined && { parent }),
      ...(bytes !== undefined && { bytes }),
      ...(blobBytes !== undefined && { blobBytes }),
      inImage,
    }
  }
}

function between(
  below: string | undefined,
  key: string,
  heightOf: (key: string) => number | undefined,
): number | undefined {
  const floor = below === undefined ? 0 : heightOf(below)
  const height = heightOf(key)
  return floor === undefined || height === undefined ? undefined : height - floor
}

import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'

/** A layer that images have, or had when it was last seen. */
export type CacheLayer = {
  readonly chainId: string
  /** ChainId of the layer below. */
  readonly parent?: string
  /** Unpacked files, where known. */
  readonly bytes?: number
  /** The layer as it came; containerd store only, where known. */
  readonly blobBytes?: number
  /** Some image has it now. */
  readonly inImage: boolean
  /** The instruction in the history, where known: it breaks ties. */
  readonly createdBy?: string
}

export class LayerTree {
  readonly #layers = new Map<string, CacheLayer>()
  readonly #above = new Map<string | undefined, string[]>()

  constructor(layers: Iterable<CacheLayer>) {
    for (const layer of layers) {
      if (this.#layers.has(layer.chainId)) continue
      this.#layers.set(layer.chainId, layer)
      const siblings = this.#above.get(layer.parent)
      if (siblings === undefined) this.#above.set(layer.parent, [layer.chainId])
      else siblings.push(layer.chainId)
    }
  }

  get(chainId: string): CacheLayer | undefined {
    return this.#layers.get(chainId)
  }

  /** ChainIds right above one; undefined: those at the bottom. */
  above(chainId: string | undefined): readonly string[] {
    return this.#above.get(chainId) ?? []
  }

  /** ChainIds from the bottom up to this one. */
  path(chainId: string): readonly string[] {
    const path: string[] = []
    for (let at = this.#layers.get(chainId); at !== undefined; at = this.#layers.get(at.parent ?? '')) {
      path.push(at.chainId)
    }
    return path.reverse()
  }
}

/** It refers to a layer that came with an image: `from local`, `pulled from REF`, on the containerd store also nothing. */
export function isOfBase({ description }: BuildCacheRecord, store: ImageStore): boolean {
  return /^(?:pulled )?from\b/.test(description) || (store === 'containerd' && description === '')
}

/** The engine's size of the record is that of the layer (docs/engine-facts-disk.md). Unknown bytes speak against nothing. */
export function sizeFits(record: BuildCacheRecord, layer: CacheLayer, store: ImageStore): boolean {
  const { size } = record
  const { bytes, blobBytes } = layer
  if (store === 'classic') {
    return bytes === undefined || size === bytes || (size === 0 && isOfBase(record, store))
  }
  if (bytes !== undefined && blobBytes !== undefined && size === bytes + blobBytes) return true
  if (isOfBase(record, store)) return blobBytes === undefined || size === blobBytes
  // Files without a blob: a step that was never exported, so in no image.
  return bytes === undefined || (blobBytes === undefined && size > bytes)
}

/** The record's text is the end of the layer's: `mount / from exec /bin/sh -c CMD`, `[2/5] COPY a /b`. */
export function textFits({ description }: BuildCacheRecord, { createdBy }: CacheLayer): boolean {
  if (createdBy === undefined) return false
  const step = description
    .replace(/^\[[^\]]*\] (?:LINK )?/, '')
    .replace(/^mount \/ from exec /, '')
    .trim()
  return step !== '' && createdBy.replace(/ # buildkit$/, '').endsWith(step)
}

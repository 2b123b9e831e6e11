import type { ImageId } from '@shared/domain/image'
import type { StoredContent } from '../ports/storage'
import { BlobSets, type BlobStack, layerBlobsOf, reachedFrom } from './blobSets'
import type { Holder } from './forest'
import type { HoldingRecord } from './holders'
import { type KnownImage, recordOwner } from './viewFacts'

export type LayerBlob = { readonly digest: string; readonly bytes: number }

/** Keeps which blobs are these images' layers: records of the build cache may have them longer than any image. */
export function noteLayerBlobs(
  { blobs }: StoredContent,
  images: readonly KnownImage[],
  into: Map<string, LayerBlob>,
): void {
  for (const { id, keys = [] } of images) {
    const layers = layerBlobsOf(reachedFrom(id, blobs), keys, blobs) ?? []
    for (const [index, { digest, bytes }] of layers.entries()) {
      const key = keys[index]
      if (key !== undefined && !into.has(key)) into.set(key, { digest, bytes })
    }
  }
}

/** What the content store told of the images of one moment. */
export class Content {
  readonly sets: BlobSets
  /** Bytes of the layers as they came, up to each chainId. */
  readonly heights: ReadonlyMap<string, number>
  readonly #store: StoredContent
  readonly #digests: ReadonlyMap<string, LayerBlob>

  constructor(
    store: StoredContent,
    images: readonly KnownImage[],
    silent: ReadonlySet<ImageId>,
    records: readonly HoldingRecord[],
    /** Layers as they came by chainId, those too that only images had that are gone. */
    digests: ReadonlyMap<string, LayerBlob>,
  ) {
    this.#store = store
    const { blobs } = store
    const heights = new Map<string, number>()
    const stacks = images.map(({ id, keys = [] }): BlobStack => {
      const reached = reachedFrom(id, blobs)
      let height = 0
      for (const [index, blob] of (layerBlobsOf(reached, keys, blobs) ?? []).entries()) {
        const key = keys[index] ?? ''
        height += blob.bytes
        if (!heights.has(key)) heights.set(key, height)
      }
      return { owner: id, digests: reached, silent: silent.has(id) }
    })
    this.heights = heights
    this.#digests = digests
    const kept = records.map((record): BlobStack => {
      return { owner: recordOwner(record.id), digests: this.#digestsOf(record), silent: true }
    })
    this.sets = new BlobSets([...stacks, ...kept], (digest) => blobs.get(digest)?.bytes ?? 0)
  }

  /** Digests that stay when images go: those of these records, and what the history of builds keeps. */
  heldBy(records: readonly HoldingRecord[]): ReadonlyMap<string, Holder> {
    const held = new Map<string, Holder>()
    for (const digest of this.#store.keptByHistory) held.set(digest, 'cache')
    for (const record of records) for (const digest of this.#digestsOf(record)) held.set(digest, 'cache')
    return held
  }

  #digestsOf({ blobs }: HoldingRecord): readonly string[] {
    return blobs.flatMap((key) => this.#digests.get(key)?.digest ?? [])
  }
}

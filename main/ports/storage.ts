import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageId } from '@shared/domain/image'

type Asked = { readonly signal?: AbortSignal }

/** A manifest of an image on the containerd store. Bytes. */
export type StoredManifest = {
  readonly digest: string
  readonly kind: 'image' | 'attestation' | 'unknown'
  /** `os/architecture[/variant]`; an attestation has none. */
  readonly platform?: string
  /** The image's manifest that an attestation is about. */
  readonly about?: string
  /** All of its content is here. */
  readonly available: boolean
  /** The manifest alone. */
  readonly descriptorBytes: number
  /** The manifest, its config and the layers as pulled, those that are here; shared ones in each image's. */
  readonly contentBytes: number
  /** Files of its layers; absent for what has none. */
  readonly unpackedBytes?: number
  readonly containers: readonly string[]
}

export type StoredImage = {
  readonly id: ImageId
  /** Sum of all manifests: content and unpacked files, without the index above them. */
  readonly size: number
  /** The index above several manifests; 0 where the image is one manifest. */
  readonly indexBytes: number
  readonly manifests: readonly StoredManifest[]
}

/** A blob of the content store. */
export type ContentBlob = {
  readonly digest: string
  readonly bytes: number
  /** Digests that it refers to and keeps: of an index its manifests, of a manifest its config, then its layers. */
  readonly children: readonly string[]
  /** Of a layer: digest of its uncompressed tar. */
  readonly diffId?: string
  /** Of a config: chainId of the topmost layer. */
  readonly chainId?: string
}

export type StoredContent = {
  readonly blobs: ReadonlyMap<string, ContentBlob>
  /** Digests that the history of builds keeps when the image goes: index, manifests and configs of what was built here. */
  readonly keptByHistory: ReadonlySet<string>
}

export type PrunedBuildCache = {
  /** Records that are gone, those too that were gone before. */
  readonly gone: readonly string[]
  readonly kept: readonly { readonly id: string; readonly why: 'children' | 'inUse' | 'refused' }[]
}

/** What fills the disk behind the images. Throws AppFailure ENGINE_*. */
export interface StorageRequests {
  /** Its records alone, in turn with the other questions about the disk. */
  buildCache(options: Asked): Promise<readonly BuildCacheRecord[]>
  /**
   * Exactly these records of the build cache, leaves first, each by its whole id, verified afterwards. One that others
   * are made from stays when those are not among them. The bytes that come back are less than the engine says (ADR 010).
   */
  pruneBuildCache(ids: readonly string[], options: Asked): Promise<PrunedBuildCache>
  /**
   * GET /images/json?manifests=1 (API 1.47 on, containerd store). undefined where the engine can't tell.
   * `references`: only images with one of these familiar names.
   */
  contentSizes(
    options: Asked & { readonly references?: readonly string[] },
  ): Promise<ReadonlyMap<ImageId, StoredImage> | undefined>
  /**
   * Every blob of the containerd store, from the engine's own BuildKit: one request. undefined on the classic store, and
   * where the engine or what stands before it does not offer that.
   */
  contentStore(options: Asked): Promise<StoredContent | undefined>
}

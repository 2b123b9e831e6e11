/**
 * Bytes on the engine's disk. `files`: unpacked files of layers. `blobs`: layers, configs and manifests as they were pulled,
 * loaded or built, usually compressed; only the containerd store keeps them, 0 on the classic one.
 */
export type StoredBytes = { readonly files: number; readonly blobs: number }

/**
 * Why a sum is "about". `unread`: layers of some images are not read yet. `split`: the history does not tell to which of two
 * layers some bytes belong. `blobs`: no request tells the bytes of a single blob that several images share. `cache`: which
 * layers the build cache holds can't be told for sure. `containers`: nobody knows which layers a container stands on whose image
 * is gone. `engine`: the engine's own accounting differs. `small`: a few blobs without layers, which the builder may keep.
 */
export type Doubt = 'unread' | 'split' | 'blobs' | 'cache' | 'containers' | 'engine' | 'small'

export type ByteSum = StoredBytes & { readonly about: readonly Doubt[] }

/** What comes of the bytes that some images hold when those images go. */
export type Reclaim = {
  /** Come back to the disk. */
  readonly freed: StoredBytes
  /** No image has them any more, but the build cache does: they come back when its records go. */
  readonly staysInBuildCache: StoredBytes
  /** The same for containers that live on without their image. */
  readonly staysInContainers: StoredBytes
  /** Other images have them too. */
  readonly staysInImages: StoredBytes
  readonly about: readonly Doubt[]
}

/** What some images are together. */
export type ImageSetSum = {
  /** Of those asked for, as many as there are. */
  readonly count: number
  /** Their layers, each once. */
  readonly stored: ByteSum
  /** When all of them go, with the untagged parents that go along. */
  readonly reclaim: Reclaim
  /** The image that has most of what stays because of images. Told for a single set only. */
  readonly because?: {
    readonly imageId: string
    readonly name: string
    readonly bytes: number
    /** As many others have some of it too. */
    readonly others: number
  }
}

export type ImageSums = {
  /** In the order of the sets. */
  readonly sums: readonly ImageSetSum[]
  /** Images whose layers are not read yet. */
  readonly unread: number
}

/** Images that were made from the same one, as far as can be seen here. */
export type BaseGroup = {
  /** Absent: made from none of the local images. */
  readonly base?: {
    readonly imageId: string
    readonly name: string
    /** By layers alone: another image with the same ones may be meant. */
    readonly guessed: boolean
  }
  /** The base itself too, unless it stands on another one. */
  readonly images: readonly string[]
}

export type ImageBases = { readonly groups: readonly BaseGroup[]; readonly unread: number }

export const noBytes: StoredBytes = { files: 0, blobs: 0 }

export function allBytes({ files, blobs }: StoredBytes): number {
  return files + blobs
}

import type { BuildCacheRecord, DiskContainer, DiskRow, DiskVolume } from './disk'
import type { ImageStore } from './engine'
import type { ImageId, ListFreshness } from './image'
import type { Doubt, StoredBytes } from './sizes'

/** A run of layers that the same images have: the picture draws it once. Bytes; `blobs` is 0 on the classic store. */
export type DiskSegment = StoredBytes & {
  /** Index of the segment that it stands on, -1 for none. Below comes before above. */
  readonly below: number
  /** How many layers; 0 for an image whose layers are not read yet. */
  readonly layers: number
  /** How its bytes are divided from others' is a guess. */
  readonly about: boolean
  /** Listed images that end in it or above it. */
  readonly owners: number
  /** Who else keeps it: it stays when its images go. */
  readonly heldBy?: 'cache' | 'containers'
}

export type DiskPageImage = {
  readonly id: ImageId
  /** First tag, else `repository@digest`; absent for a dangling image. */
  readonly name?: string
  readonly moreNames: number
  /** As the list has it. */
  readonly size: number
  /** Index of the segment that it ends in. */
  readonly top: number
  /** A container uses it. */
  readonly used: boolean
}

/** A record of the build cache, and which layer of an image it stands for, where that is known. */
export type DiskRecord = BuildCacheRecord & {
  /** Index of an image of the page, best the one that ends in the layer; the layer's number, 1 at the bottom. `about`: the likeliest. */
  readonly layer?: { readonly image: number; readonly number: number; readonly about: boolean }
}

/** How the sizes of images become the bytes on the disk. */
export type DiskSums = {
  /** Of all images, shared bytes as often as images have them. */
  readonly sizes: number
  /** Every layer once: all segments. */
  readonly stored: StoredBytes
  /** `sizes` less all of `stored`. */
  readonly shared: number
  /** Why `stored` is "about". */
  readonly about: readonly Doubt[]
  /** Images whose layers are not read yet; each counts as if it shared nothing. */
  readonly unread: number
  /** The engine's own total (LayersSize), once it has told it. */
  readonly engine?: number
  /**
   * What `engine` holds besides. Classic store: layers that only half-way images of the classic builder have. Containerd store:
   * unpacked files of the build cache, and of containers of removed images. Below 0 the sums contradict each other.
   */
  readonly outside?: number
  /** Layers that only containers of removed images keep, where they were known before; on the classic store in no total of the engine. */
  readonly keptByContainers: number
}

export type DiskPage = {
  readonly store: ImageStore
  /** As `docker system df` has them. Before the engine has told its total, the row of images is of our own sums, and `about`. */
  readonly rows: readonly DiskRow[]
  readonly sums: DiskSums
  readonly segments: readonly DiskSegment[]
  readonly images: readonly DiskPageImage[]
  readonly containers: readonly DiskContainer[]
  readonly volumes: readonly DiskVolume[]
  readonly cache: readonly DiskRecord[]
}

/** The page is fetched by parts, so that no message is longer than about 1 MB. */
export type DiskPageAnswer = {
  /** Names one state of the page; parts of one revision belong together. */
  readonly revision: number
  /** When the engine was asked (ms since the epoch). */
  readonly at: number
  readonly freshness: ListFreshness
  /** The engine is being asked for newer numbers. */
  readonly asking: boolean
  /** JSON text of PackedPage; the first part of it. Absent when the page has this revision already. */
  readonly text?: string
  readonly parts: number
}

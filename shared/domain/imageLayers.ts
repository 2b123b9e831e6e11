import type { ImageStore } from './engine'
import type { ImageId } from './image'
import type { CutText } from './imageDetails'
import type { BaseImage, HistoryAlignment } from './imageHistory'
import type { Doubt } from './sizes'

/** One layer of the stack. */
export type ImageLayer = {
  /** Position from the bottom, 0 first. */
  readonly index: number
  readonly diffId: string
  /** Identity of this layer on what is below it: what images share. */
  readonly chainId: string
  /** Unpacked bytes, as `docker history` has them; undefined where the engine does not tell, or they are not read yet. */
  readonly bytes?: number
  /** The step that made it, where steps and layers pair up. */
  readonly step?: { readonly createdBy: CutText; readonly created?: number; readonly comment: string }
  readonly isBase: boolean
  /** Other images, of those read so far, that hold this very layer on the same layers below it. */
  readonly sharedBy: number
}

/** A step that made no layer; `above`: the layer that it stands on, -1 for none. */
export type EmptyStep = { readonly above: number; readonly createdBy: CutText }

/** Another image that has the lowest `layers` layers of this one. */
export type SharingImage = { readonly imageId: ImageId; readonly name?: string; readonly layers: number }

export type LayerTotals = {
  /** The image as `docker images` has it. */
  readonly image: number
  /** All of them. Classic store: the image's size. Absent where the engine does not tell. */
  readonly layers?: number
  readonly base?: number
  readonly own?: number
  /**
   * Layers that other images have too, and the rest: they sum up to `layers`; the same numbers as in the list and on the disk
   * page. At least and at most while images are unread.
   */
  readonly shared?: number
  readonly unique?: number
  /** Why these two are estimates; absent where they are none. */
  readonly about?: readonly Doubt[]
}

/** The stack of an image, bottom first. */
export type ImageLayers = {
  /** At most 500. */
  readonly layers: readonly ImageLayer[]
  readonly layerCount: number
  /** Oldest first, at most 500. */
  readonly emptySteps: readonly EmptyStep[]
  readonly emptyCount: number
  readonly alignment: HistoryAlignment
  readonly base?: BaseImage
  /** Those that share most layers first; at most 200. Images half-way in a build of the classic builder are left out where another image has their layers. */
  readonly sharing: readonly SharingImage[]
  readonly sharingCount: number
  /** Images of this engine whose layers were not read yet: they may share too. */
  readonly unread: number
  readonly totals: LayerTotals
  /** Containerd: layers are unpacked files, the image's size has the layers as pulled or loaded on top. */
  readonly store: ImageStore
}

import type { ImageId } from './image'
import type { CutText } from './imageDetails'

/**
 * How sure the pairing of history and layers is. The Engine API does not tell `empty_layer`, so it is derived:
 * exact: only one pairing fits (instructions, layer count, parent chain); inferred: the usual rules fit, others
 * could too; uncertain: history and layers contradict each other, and no layer is named.
 */
export type HistoryAlignment = 'exact' | 'inferred' | 'uncertain'

/** One build step, newest first, as `docker history` lists it. */
export type HistoryLine = {
  readonly created?: number
  /** The whole instruction as recorded (docker cuts it at 45 characters). */
  readonly createdBy: CutText
  readonly comment: string
  /** Bytes of its layer, as the engine says it. */
  readonly size: number
  readonly tags: readonly string[]
  /** Undefined where docker prints `<missing>`: the step's own image is not kept on this engine. */
  readonly imageId?: ImageId
  /** True when the step made no layer; undefined when it can't be known. */
  readonly emptyLayer?: boolean
  readonly diffId?: string
  /** Position of its layer, base = 0. */
  readonly layer?: number
}

/** A local image whose layers are the lower part of this one's. */
export type BaseImage = {
  readonly imageId: ImageId
  readonly name?: string
  /** How many layers, from the bottom, are the base's. */
  readonly layers: number
  /** The classic builder recorded it, or the chain of layers says so (then it is a guess). */
  readonly known: 'parent' | 'chain'
}

export type ImageHistory = {
  readonly total: number
  /** Rows from `from` on; at most 2,000 in one answer. */
  readonly from: number
  readonly lines: readonly HistoryLine[]
  readonly alignment: HistoryAlignment
  readonly layerCount: number
  readonly base?: BaseImage
  /** Index into the whole history of the newest line that belongs to the base. */
  readonly baseLine?: number
  readonly ownBytes?: number
  readonly baseBytes?: number
}

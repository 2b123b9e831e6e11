import type { DiskUsageBesideImages } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { Height } from '../images/layerAlignment'
import type { StoredContent } from '../ports/storage'
import type { LayerBlob } from './content'
import type { Holder } from './forest'
import type { Holders } from './holders'

export type KnownImage = {
  readonly id: ImageId
  /** As the list has it. */
  readonly size: number
  /** No reference, and others were built on it: a step of the classic builder. */
  readonly halfWay: boolean
  /** ChainIds, bottom first; undefined while unread. */
  readonly keys?: readonly string[]
  /** Heights that are true for this image now, where its layers are not all unpacked. */
  readonly passing?: readonly Height[]
}

export type KnownContainer = {
  readonly id: string
  readonly imageId: ImageId
  /** ChainIds of the image that it was made from; undefined when nobody knows them any more. */
  readonly keys?: readonly string[]
}

/** All that sums are made of. */
export type ViewFacts = {
  readonly store: ImageStore
  readonly images: readonly KnownImage[]
  readonly containers: readonly KnownContainer[]
  readonly heightOf: (key: string) => Height | undefined
  /** Undefined: nobody asked the engine for its build cache yet. */
  readonly holders?: Holders
  /** What they are made of. */
  readonly usage?: DiskUsageBesideImages
  /** Containerd store: what its content store told, when every listed image is in it. */
  readonly content?: { readonly store: StoredContent; readonly layers: ReadonlyMap<string, LayerBlob> }
  /** The engine's own accounting says otherwise. */
  readonly differs: boolean
}

/** Its layers and their bytes are known, or as known as they can be. */
export function isRead({ keys, passing }: KnownImage, facts: Pick<ViewFacts, 'heightOf' | 'store'>): boolean {
  if (keys === undefined) return false
  if (passing !== undefined) return true
  // The size of an image of the classic store is the height of its topmost layer.
  const told = facts.store === 'classic' ? keys.slice(0, -1) : keys
  return told.every((key) => facts.heightOf(key) !== undefined)
}

const containerPrefix = 'container '
const recordPrefix = 'cache '

export function containerOwner(id: string): string {
  return containerPrefix + id
}

export function recordOwner(id: string): string {
  return recordPrefix + id
}

/** Who an owner is that is no image. */
export function holderOf(owner: string): Holder | undefined {
  if (owner.startsWith(containerPrefix)) return 'containers'
  return owner.startsWith(recordPrefix) ? 'cache' : undefined
}

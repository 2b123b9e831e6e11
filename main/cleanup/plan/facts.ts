import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import type { ContainerUse, ImageId, ImageRow } from '@shared/domain/image'
import type { SizeView } from '../../sizes/sizeView'

/** A container with what a plan shows of it. */
export type PlannedContainer = ContainerUse & {
  readonly imageId: ImageId
  readonly created?: number
  /** Since when it runs, where that is known. */
  readonly started?: number
  readonly finished?: number
  /** Bytes of its writable layer. */
  readonly writable?: number
}

/** Everything that a plan is made of, at one moment. */
export type CleanupFacts = {
  readonly store: ImageStore
  /** All images, intermediate ones too. */
  readonly rows: readonly ImageRow[]
  readonly containers: readonly PlannedContainer[]
  readonly cache: readonly BuildCacheRecord[]
  readonly labelsOf: (id: ImageId) => ReadonlyMap<string, string>
  readonly sizes: SizeView
  /** Globs and ids of the settings. */
  readonly pins: readonly string[]
  /** ms since the epoch. */
  readonly now: number
}

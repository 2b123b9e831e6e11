import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { ByteSum, Reclaim } from '@shared/domain/sizes'

/** What goes together. Containers and records of the build cache by their engine ids. */
export type Going = {
  readonly images: Iterable<ImageId>
  readonly containers?: Iterable<string>
  readonly cacheRecords?: Iterable<string>
}

/** The bytes of one engine as they are at one moment. Immutable; every answer is a sum in memory. */
export interface SizeView {
  readonly store: ImageStore
  readonly images: number
  /** Listed images whose layers are not read yet: sums that they take part in are "about". */
  readonly unread: number
  /** Layers of these images, each once. */
  stored(images: Iterable<ImageId>): ByteSum
  /** Bytes that no other image has; undefined while its layers are unread. */
  unique(image: ImageId): ByteSum | undefined
  /** What comes back when all of it goes, writable layers of the containers included. */
  reclaim(going: Going): Reclaim
}

/** Keeps the bytes of the engine's layers: read once ever, then in memory and on disk. */
export interface SizeBook {
  /** A view with everything that was told so far in it. Waits for unread layers, but not longer than `patience` (ms). */
  view(options: { readonly signal?: AbortSignal; readonly patience?: number }): Promise<SizeView>
  /** What is known now, perhaps from the disk cache; undefined before anything is. */
  known(): SizeView | undefined
  /** Called when sums changed: layers were read, images came or went. */
  onChange(listener: () => void): () => void
}

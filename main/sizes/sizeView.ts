import type { DiskUsageBesideImages, DiskUsageFacts } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { ByteSum, Reclaim } from '@shared/domain/sizes'
import type { ListedHistory } from '../ports/engineClient'
import type { Forest, Level } from './forest'

/** What goes together. Containers and records of the build cache by their engine ids. */
export type Going = {
  /** Untagged parents that go along too. */
  readonly images: Iterable<ImageId>
  readonly containers?: Iterable<string>
  readonly cacheRecords?: Iterable<string>
}

/** An image that stays, and how many bytes of those that go it has too. */
export type Keeper = { readonly image: ImageId; readonly bytes: number }

/** An image that has the lowest `layers` layers of another one too. */
export type Sharer = { readonly image: ImageId; readonly layers: number }

/** `image`: one that has the layer, best one that ends in it. `number`: 1 at the bottom. `about`: the likeliest of several. */
export type RecordLayer = { readonly image: ImageId; readonly number: number; readonly about: boolean }

/** The bytes of one engine as they are at one moment. Immutable; every answer is a sum in memory. */
export interface SizeView {
  readonly store: ImageStore
  readonly images: number
  /** Listed images whose layers are not read yet: sums that they take part in are "about". */
  readonly unread: number
  /** What the engine told of containers, volumes and build cache, which these sums are made of. */
  readonly usage: DiskUsageBesideImages | undefined
  /**
   * Unpacked files by chainId. Owners are image ids; silent ones are half-way images of the classic builder,
   * `container ID` for containers whose image is gone and `cache ID` for records of the build cache. An unread image
   * stands there as one key of its own.
   */
  readonly files: Forest
  /** For pictures: layers as they came, by chainId, and on top a key for each image's config and manifests; empty on the classic store. */
  readonly blobs: Forest
  /** Layers of these images, each once. */
  stored(images: Iterable<ImageId>): ByteSum
  /** Bytes that no other image has; undefined while its layers are unread. */
  unique(image: ImageId): ByteSum | undefined
  /** Unpacked files of its layers, bottom first; undefined while they are unread. */
  layers(image: ImageId): readonly Level[] | undefined
  /** Most layers first. */
  sharers(image: ImageId): readonly Sharer[]
  /** What comes back when all of it goes, writable layers of the containers included. */
  reclaim(going: Going): Reclaim
  /** By record of the build cache: the layer that it stands for, where that is a layer of listed images. */
  recordLayers(): ReadonlyMap<string, RecordLayer>
  /** Why `staysInImages`: those that have most of it first; of equal ones the likely base. */
  keepers(images: Iterable<ImageId>): readonly Keeper[]
}

export type ViewAsked = {
  readonly signal?: AbortSignal
  readonly patience?: number
  /**
   * Who else keeps bytes. `known`: as last told. `recent`: asked for when images or containers came or went since, or it is some
   * minutes old. `fresh`: asked for now. Without an answer sums say "about".
   */
  readonly holders?: 'known' | 'recent' | 'fresh'
  /** A list from the disk cache will do, where the engine has not confirmed it yet. */
  readonly unconfirmed?: boolean
}

/** Keeps the bytes of the engine's layers: read once ever, then in memory and on disk. */
export interface SizeBook {
  /**
   * A view with everything that was told so far in it. Waits for the list to be live, and for unread layers, for these not
   * longer than `patience` (ms, 0 for not at all; without it until all are read).
   * @throws AppFailure ENGINE_*
   */
  view(asked?: ViewAsked): Promise<SizeView>
  /** What is known now, perhaps from the disk cache; undefined before anything is. */
  known(): SizeView | undefined
  /** These are wanted soon: they are read before others. */
  first(images: Iterable<ImageId>): void
  /** An image's history, as it was read for another reason. `key`: of its engine. */
  learn(key: string, image: ImageId, history: readonly ListedHistory[]): void
  /** Who else keeps bytes, as the engine was just asked for another reason. Counts until told anew. */
  tellUsage(usage: DiskUsageBesideImages): void
  /**
   * The engine's own accounting, where it was asked for another reason: on the classic store it is compared with ours, and
   * a difference is logged once and makes all sums "about".
   */
  compare(usage: Pick<DiskUsageFacts, 'images' | 'layersSize'>): void
  /** Called when sums changed: layers were read, images came or went. */
  onChange(listener: () => void): () => void
}

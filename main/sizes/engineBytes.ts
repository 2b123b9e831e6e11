import type { DiskUsageBesideImages, DiskUsageFacts } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { ImageFactsCache } from '../cache/imageFacts'
import type { ImageTable } from '../images/imageTable'
import { chainIdsOf } from '../images/layers'
import type { ListedHistory } from '../ports/engineClient'
import type { StoredContent } from '../ports/storage'
import { holdersFrom } from './askedHolders'
import { differenceTo } from './crossCheck'
import type { HeightsCache } from './heightsCache'
import { heightsOf } from './heightsOf'
import type { Holders } from './holders'
import type { SizeView } from './sizeView'
import { StoredBlobs } from './storedBlobs'
import { viewOf } from './view'
import { isRead, type KnownContainer, type KnownImage, type ViewFacts } from './viewFacts'

export type EngineBytesPlace = {
  readonly store: ImageStore
  /** What inspects told. */
  readonly facts: ImageFactsCache
  readonly heights: HeightsCache
}

/** All that is known of one engine's bytes. Its caches stay open, since the app may come back to it. */
export class EngineBytes {
  readonly store: ImageStore
  readonly facts: ImageFactsCache
  readonly heights: HeightsCache
  /** Could not be read while this connection lasts. */
  readonly unreadable = new Set<ImageId>()
  readonly #keys = new Map<ImageId, readonly string[]>()
  readonly #pairs = new Map<string, string>()
  readonly #blobs = new StoredBlobs()
  #images: readonly KnownImage[] = []
  #containers: readonly Pick<KnownContainer, 'id' | 'imageId'>[] = []
  /** Who else keeps bytes, as last told; matched anew with what is known of layers by then. */
  #usage: DiskUsageBesideImages | undefined
  /** When it was told, ms; 0 when something came or went since. */
  #usageAt = 0
  #view: SizeView | undefined
  #differs = false

  constructor({ store, facts, heights }: EngineBytesPlace) {
    this.store = store
    this.facts = facts
    this.heights = heights
  }

  async ready(): Promise<void> {
    await Promise.all([this.facts.ready(), this.heights.ready()])
  }

  async close(): Promise<void> {
    await this.heights.close()
  }

  /** Takes over what the list has now. True when sums may be other ones. */
  take(table: ImageTable): boolean {
    const before = new Map(this.#images.map((image) => [image.id, image]))
    const images = [...table.entries()].map(({ id, size, tags, digests }): KnownImage => {
      const halfWay = tags.length === 0 && digests.length === 0 && table.children(id).length > 0
      const known = before.get(id)
      if (known !== undefined && known.size === size && known.halfWay === halfWay) return known
      return { id, size, halfWay }
    })
    const containers = [...table.containers()].map(({ id, imageId }) => ({ id, imageId }))
    if (
      sameContainers(containers, this.#containers) &&
      images.length === this.#images.length &&
      images.every((image) => before.get(image.id) === image)
    )
      return false
    this.#images = images
    this.#containers = containers
    this.#usageAt = 0
    return true
  }

  view(): SizeView {
    this.#view ??= this.#newView()
    return this.#view
  }

  /** More is known than the last view was made of. */
  outdated(): void {
    this.#view = undefined
  }

  /** `undefined`: nobody knows it. */
  setUsage(usage: DiskUsageBesideImages | undefined): void {
    this.#usage = usage
    if (usage !== undefined) this.#usageAt = Date.now()
    this.outdated()
  }

  /** How old the answer about other holders of bytes is, in ms; without end when it does not count any more. */
  usageAge(): number {
    return Date.now() - this.#usageAt
  }

  /** Words for the log when the engine's own accounting differs from ours; `changed`: it did not, or did, before. */
  compare(usage: Pick<DiskUsageFacts, 'images' | 'layersSize'>): {
    readonly changed: boolean
    readonly difference?: string
  } {
    const view = this.view()
    if (view.unread > 0 || this.store !== 'classic') return { changed: false }
    const difference = differenceTo(usage, this.#images, view.files)
    const changed = (difference !== undefined) !== this.#differs
    this.#differs = difference !== undefined
    return { changed, ...(difference === undefined ? {} : { difference }) }
  }

  /** Images of which not all is known. */
  missing(): readonly KnownImage[] {
    return this.#images.filter((image) => !this.unreadable.has(image.id) && !this.isRead(image))
  }

  isRead(image: KnownImage): boolean {
    return isRead(this.#known(image), this.#readable())
  }

  /** Takes in what a history tells of an image's layers. True when they were not all known. */
  learn(id: ImageId, history: readonly ListedHistory[]): boolean {
    const image = this.#images.find((each) => each.id === id)
    const facts = this.facts.get(id)
    const keys = this.keysOf(id)
    if (image === undefined || facts === undefined || keys === undefined || this.isRead(image)) return false
    const { size } = image
    const told = heightsOf(history, {
      diffIds: facts.diffIds,
      size,
      store: this.store,
      layersOf: (other) => this.keysOf(other)?.length,
    })
    if (told.lasting) this.heights.set(keys, told.heights)
    else this.heights.setPassing(id, { size, heights: told.heights })
    return true
  }

  /** ChainIds of an image whose facts are known. */
  keysOf(id: ImageId): readonly string[] | undefined {
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const told = this.facts.get(id)
    if (told === undefined) return undefined
    const chain = chainIdsOf(told.diffIds, this.#pairs)
    this.#keys.set(id, chain)
    return chain
  }

  /** Blobs of the containerd store, when images came or grew since it was asked. True when more is known now. */
  async askContent(ask: () => Promise<StoredContent | undefined>): Promise<boolean> {
    if (this.store === 'classic') return false
    return await this.#blobs.ask(
      this.#images.map((image) => this.#known(image)),
      ask,
    )
  }

  #known({ id, size, halfWay }: KnownImage): KnownImage {
    const keys = this.keysOf(id)
    const passing = this.heights.passing(id)
    return {
      id,
      size,
      halfWay,
      ...(keys && { keys }),
      ...(passing?.size === size && { passing: passing.heights }),
    }
  }

  #readable(): Pick<ViewFacts, 'store' | 'heightOf'> {
    return { store: this.store, heightOf: (key) => this.heights.get(key) }
  }

  #newView(): SizeView {
    this.#images = this.#images.map((image) => this.#known(image))
    return viewOf({
      ...this.#readable(),
      images: this.#images,
      containers: this.#containers.map(({ id, imageId }) => {
        const keys = this.keysOf(imageId)
        return { id, imageId, ...(keys && { keys }) }
      }),
      ...(this.#usage && { usage: this.#usage, holders: this.#holders(this.#usage) }),
      ...this.#blobs.contentOf(this.#images),
      differs: this.#differs,
    })
  }

  #holders(usage: DiskUsageBesideImages): Holders {
    const listed = new Set(this.#images.map(({ id }) => id))
    // Only a build cache is looked for in what is gone.
    const gone = usage.buildCache.length === 0 ? [] : [...this.facts.ids()].filter((id) => !listed.has(id))
    const readable = this.#readable()
    return holdersFrom(usage, {
      ...readable,
      images: this.#images,
      goneKeys: gone.flatMap((id) => [this.keysOf(id) ?? []]),
      blobOf: (key) => this.#blobs.bytesOf(key),
      complete: this.#images.every((image) => isRead(image, readable)),
    })
  }
}

type Containers = readonly Pick<KnownContainer, 'id' | 'imageId'>[]

function sameContainers(some: Containers, others: Containers): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, imageId }, at) => others[at]?.id === id && others[at]?.imageId === imageId)
  )
}

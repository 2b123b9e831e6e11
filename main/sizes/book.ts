import type { DiskUsageBesideImages, DiskUsageFacts } from '@shared/domain/disk'
import type { EngineInfo } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import { AppFailure, appError } from '@shared/errors'
import type { ImageFactsCache } from '../cache/imageFacts'
import { Chains } from '../images/chains'
import type { ImageTable } from '../images/imageTable'
import { chainIdsOf } from '../images/layers'
import type { EngineClient } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import type { StoredContent } from '../ports/storage'
import { withPatience } from '../streams/waiting'
import { holdersFrom } from './askedHolders'
import { type LayerBlob, noteLayerBlobs } from './content'
import { differenceTo } from './crossCheck'
import { gather } from './gathering'
import { HeightsCache } from './heightsCache'
import type { Holders } from './holders'
import type { SizeBook, SizeView, ViewAsked } from './sizeView'
import { viewOf } from './view'
import { isRead, type KnownImage, type ViewFacts } from './viewFacts'

/** The live list, as far as bytes are concerned. */
export type BookImages = {
  /** Undefined before anything is known. `live`: the engine has confirmed it. */
  current():
    | { readonly key: string; readonly info: EngineInfo; readonly table: ImageTable; readonly live: boolean }
    | undefined
  live(signal?: AbortSignal): Promise<unknown>
  onChange(listener: () => void): () => void
}

export type SizeBookOptions = {
  readonly session: EngineSession
  readonly images: BookImages
  /** What inspects told, by engine key. */
  readonly facts: (key: string) => ImageFactsCache
  readonly cacheFolder: string
  readonly log?: (line: string) => void
  /** How long changes of the list are gathered, in ms. */
  readonly quiet?: number
}

/** Everything about one engine; its caches stay open, since the app may come back to it. */
type Scope = {
  readonly key: string
  readonly store: EngineInfo['store']
  readonly facts: ImageFactsCache
  readonly heights: HeightsCache
  readonly keys: Map<ImageId, readonly string[]>
  readonly pairs: Map<string, string>
  /** Could not be read while this connection lasts. */
  readonly unreadable: Set<ImageId>
  images: readonly KnownImage[]
  containers: string
  /** Who else keeps bytes, as last told; matched anew with what is known of layers by then. */
  usage?: DiskUsageBesideImages
  /** When it was told, ms; 0 when something came or went since. */
  usageAt: number
  content?: StoredContent
  readonly layerBlobs: Map<string, LayerBlob>
  /** Images (with their size) that the content store was asked about. */
  readonly contentAsked: Set<string>
  view?: SizeView
  differs: boolean
}

/** How old an answer about the build cache may be where nothing is done by it, in ms: no event tells of a prune. */
const recentMs = 120_000

/** Waits between two tellings while layers are read, in ms: a page that is told too often does nothing else. */
const tellEvery = [1_000, 2_000, 4_000, 8_000, 15_000]

export class Book implements SizeBook {
  readonly #options: SizeBookOptions
  readonly #listeners = new Set<() => void>()
  readonly #stop: (() => void)[]
  readonly #scopes = new Map<string, Scope>()
  readonly #first = new Set<ImageId>()
  #scope: Scope | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #abort = new AbortController()
  #looking: Promise<void> = Promise.resolve()
  #gathering: Promise<void> | undefined

  constructor(options: SizeBookOptions) {
    this.#options = options
    const { session, images, quiet = 100 } = options
    const soon = () => {
      this.#timer ??= setTimeout(() => void this.#lookSoon(), quiet)
      this.#timer.unref()
    }
    this.#stop = [
      images.onChange(soon),
      session.onStatus(({ state }) => {
        if (state.type === 'connected') return
        this.#abort.abort()
        this.#abort = new AbortController()
        this.#scope?.unreadable.clear()
      }),
    ]
    soon()
  }

  async view(asked: ViewAsked = {}): Promise<SizeView> {
    const { signal, patience = Number.POSITIVE_INFINITY, holders = 'known' } = asked
    await this.#options.images.live(signal)
    await this.#lookNow()
    const read = this.#gathering
    if (read !== undefined && patience > 0) await withPatience(read, patience, signal)
    signal?.throwIfAborted()
    await this.#askHolders(holders, signal)
    const view = this.known()
    if (view === undefined) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return view
  }

  known(): SizeView | undefined {
    const scope = this.#scope
    if (scope === undefined) return undefined
    scope.view ??= this.#viewOf(scope)
    return scope.view
  }

  first(images: Iterable<ImageId>): void {
    for (const id of images) this.#first.add(id)
  }

  tellUsage(usage: DiskUsageBesideImages): void {
    const scope = this.#scope
    if (scope === undefined) return
    scope.usage = usage
    scope.usageAt = Date.now()
    delete scope.view
  }

  compare(usage: Pick<DiskUsageFacts, 'images' | 'layersSize'>): void {
    const scope = this.#scope
    const view = this.known()
    if (scope === undefined || view === undefined || view.unread > 0 || scope.store !== 'classic') return
    const difference = differenceTo(usage, scope.images, view.files)
    const differs = difference !== undefined
    if (differs === scope.differs) return
    if (differs) this.#options.log?.(`sizes differ from the engine's own: ${difference}`)
    scope.differs = differs
    this.#tell(scope)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Writes the cache. */
  async close(): Promise<void> {
    for (const stop of this.#stop) stop()
    clearTimeout(this.#timer)
    this.#listeners.clear()
    this.#abort.abort()
    await this.#looking
    await this.#gathering
    await Promise.all([...this.#scopes.values()].map(async ({ heights }) => await heights.close()))
  }

  async #lookNow(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#looking = this.#looking.then(async () => await this.#look())
    await this.#looking
  }

  async #lookSoon(): Promise<void> {
    this.#timer = undefined
    await this.#lookNow()
  }

  /** Takes over what the list has now, and has what is missing read. */
  async #look(): Promise<void> {
    const current = this.#options.images.current()
    if (current === undefined) {
      this.#scope = undefined
      return
    }
    const scope = this.#scopeOf(current.key, current.info)
    await Promise.all([scope.facts.ready(), scope.heights.ready()])
    if (this.#options.images.current()?.table !== current.table) return
    const isNew = this.#scope !== scope
    this.#scope = scope
    const changed = this.#take(scope, current.table)
    if (isNew || changed) this.#tell(scope)
    if (current.live) this.#gathering ??= this.#gather(scope).finally(() => (this.#gathering = undefined))
  }

  #scopeOf(key: string, { store }: EngineInfo): Scope {
    const known = this.#scopes.get(key)
    if (known !== undefined) return known
    const scope: Scope = {
      key,
      store,
      facts: this.#options.facts(key),
      heights: new HeightsCache(this.#options.cacheFolder, key),
      keys: new Map(),
      pairs: new Map(),
      unreadable: new Set(),
      images: [],
      containers: '',
      differs: false,
      usageAt: 0,
      contentAsked: new Set(),
      layerBlobs: new Map(),
    }
    this.#scopes.set(key, scope)
    return scope
  }

  /** True when sums may be other ones now. */
  #take(scope: Scope, table: ImageTable): boolean {
    const before = new Map(scope.images.map((image) => [image.id, image]))
    const images = [...table.entries()].map(({ id, size, tags, digests }): KnownImage => {
      const halfWay = tags.length === 0 && digests.length === 0 && table.children(id).length > 0
      const known = before.get(id)
      if (known !== undefined && known.size === size && known.halfWay === halfWay) return known
      return { id, size, halfWay }
    })
    const containers = [...table.containers()].map(({ id, imageId }) => `${id} ${imageId}`).join()
    if (
      containers === scope.containers &&
      images.length === scope.images.length &&
      images.every((image) => before.get(image.id) === image)
    )
      return false
    scope.images = images
    scope.containers = containers
    scope.usageAt = 0
    return true
  }

  async #gather(scope: Scope): Promise<void> {
    const { signal } = this.#abort
    const told = new Telling(() => this.#tell(scope))
    try {
      const client = this.#options.session.client()
      while (this.#scope === scope && !signal.aborted) {
        const missing = this.#missing(scope)
        if (missing.length === 0) {
          if (await this.#askContent(scope, client, signal)) told.now()
          if (this.#missing(scope).length === 0) return
          continue
        }
        const needs = {
          client,
          chains: new Chains(client, scope.facts),
          heights: scope.heights,
          keysOf: (id: ImageId) => this.#keysOf(scope, id),
          isRead: (image: KnownImage) => isRead(this.#known(scope, image), this.#readable(scope)),
          progress: () => told.soon(),
          signal,
        }
        for (const id of await gather(missing, needs)) scope.unreadable.add(id)
        told.now()
      }
    } catch {
      // Lost or let go: the next connection goes on with what is missing.
    } finally {
      told.end()
    }
  }

  /**
   * Blobs of the containerd store, all in one answer, when images came or grew since the last one. True when more is
   * known now.
   */
  async #askContent(scope: Scope, client: EngineClient, signal: AbortSignal): Promise<boolean> {
    if (scope.store === 'classic') return false
    const asked = scope.images.map(({ id, size }) => `${id} ${size}`)
    if (asked.every((image) => scope.contentAsked.has(image))) return false
    const content = await client.contentStore({ signal })
    for (const image of asked) scope.contentAsked.add(image)
    if (content === undefined) return false
    scope.content = content
    const images = scope.images.map((image) => this.#known(scope, image))
    noteLayerBlobs(content, images, scope.layerBlobs)
    return true
  }

  async #askHolders(wish: 'known' | 'recent' | 'fresh', signal: AbortSignal | undefined): Promise<void> {
    const age = Date.now() - (this.#scope?.usageAt ?? 0)
    if (wish === 'known' || (wish === 'recent' && age < recentMs)) return
    try {
      const usage = await this.#options.session.client().diskUsageBesideImages({ signal })
      this.tellUsage(usage)
      if (usage.ofImages !== undefined) this.compare(usage.ofImages)
    } catch (cause) {
      if (signal?.aborted === true) throw cause
      // Nobody knows then what the build cache keeps, and sums say so.
      if (this.#scope !== undefined) this.#forgetUsage(this.#scope)
    }
  }

  #forgetUsage(scope: Scope): void {
    delete scope.usage
    delete scope.view
  }

  /** Those asked for alone first, when there are any. */
  #missing(scope: Scope): readonly KnownImage[] {
    const missing = scope.images.filter(
      (image) => !scope.unreadable.has(image.id) && !isRead(this.#known(scope, image), this.#readable(scope)),
    )
    const first = missing.filter(({ id }) => this.#first.has(id))
    this.#first.clear()
    return first.length > 0 ? first : missing
  }

  #known(scope: Scope, { id, size, halfWay }: KnownImage): KnownImage {
    const keys = this.#keysOf(scope, id)
    const passing = scope.heights.passing(id)
    return {
      id,
      size,
      halfWay,
      ...(keys && { keys }),
      ...(passing?.size === size && { passing: passing.heights }),
    }
  }

  #readable({ store, heights }: Scope) {
    return { store, heightOf: (key: string) => heights.get(key) }
  }

  #keysOf({ keys, facts, pairs }: Scope, id: ImageId): readonly string[] | undefined {
    const known = keys.get(id)
    if (known !== undefined) return known
    const told = facts.get(id)
    if (told === undefined) return undefined
    const chain = chainIdsOf(told.diffIds, pairs)
    keys.set(id, chain)
    return chain
  }

  #viewOf(scope: Scope): SizeView {
    const table = this.#options.images.current()?.table
    scope.images = scope.images.map((image) => this.#known(scope, image))
    return viewOf({
      ...this.#readable(scope),
      images: scope.images,
      containers: [...(table?.containers() ?? [])].map(({ id, imageId }) => {
        const keys = this.#keysOf(scope, imageId)
        return { id, imageId, ...(keys && { keys }) }
      }),
      ...(scope.usage && { usage: scope.usage, holders: this.#holdersOf(scope, scope.usage) }),
      ...contentPart(scope),
      differs: scope.differs,
    })
  }

  #holdersOf(scope: Scope, usage: DiskUsageBesideImages): Holders {
    const listed = new Set(scope.images.map(({ id }) => id))
    // Only a build cache is looked for in what is gone.
    const gone = usage.buildCache.length === 0 ? [] : [...scope.facts.ids()].filter((id) => !listed.has(id))
    const readable = this.#readable(scope)
    return holdersFrom(usage, {
      ...readable,
      images: scope.images,
      goneKeys: gone.flatMap((id) => [this.#keysOf(scope, id) ?? []]),
      blobOf: (key) => scope.layerBlobs.get(key)?.bytes,
      complete: scope.images.every((image) => isRead(image, readable)),
    })
  }

  #tell(scope: Scope): void {
    delete scope.view
    if (scope !== this.#scope) return
    for (const listener of this.#listeners) listener()
  }
}

/** Only when the content store knows every listed image. */
function contentPart({ content, images, layerBlobs }: Scope): Pick<ViewFacts, 'content'> {
  if (content === undefined || !images.every(({ id }) => content.blobs.has(id))) return {}
  return { content: { store: content, layers: layerBlobs } }
}

/** Tells at growing intervals. */
class Telling {
  #timer: ReturnType<typeof setTimeout> | undefined
  #times = 0

  constructor(private readonly tell: () => void) {}

  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), tellEvery[this.#times] ?? tellEvery.at(-1))
    this.#timer.unref()
  }

  now(): void {
    this.end()
    this.#times += 1
    this.tell()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

import type { DiskUsageBesideImages, DiskUsageFacts } from '@shared/domain/disk'
import type { EngineInfo } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import { AppFailure, appError } from '@shared/errors'
import type { ImageFactsCache } from '../cache/imageFacts'
import type { ImageTable } from '../images/imageTable'
import type { ListedHistory } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { withPatience } from '../streams/waiting'
import { EngineBytes } from './engineBytes'
import { HeightsCache } from './heightsCache'
import { readMissing } from './reading'
import type { SizeBook, SizeView, ViewAsked } from './sizeView'

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

/** How old an answer about the build cache may be where nothing is done by it, in ms: no event tells of a prune. */
const recentMs = 120_000

/** The bytes of whichever engine the app is on. */
export class Book implements SizeBook {
  readonly #options: SizeBookOptions
  readonly #listeners = new Set<() => void>()
  readonly #stop: (() => void)[]
  readonly #engines = new Map<string, EngineBytes>()
  readonly #first = new Set<ImageId>()
  #bytes: EngineBytes | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #abort = new AbortController()
  #looking: Promise<void> = Promise.resolve()
  #reading: Promise<void> | undefined

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
        this.#bytes?.unreadable.clear()
      }),
    ]
    soon()
  }

  async view(asked: ViewAsked = {}): Promise<SizeView> {
    const { signal, patience = Number.POSITIVE_INFINITY, holders = 'known', unconfirmed = false } = asked
    if (!unconfirmed) await this.#options.images.live(signal)
    await this.#lookNow()
    const read = this.#reading
    if (read !== undefined && patience > 0) await withPatience(read, patience, signal)
    signal?.throwIfAborted()
    await this.#askHolders(holders, signal)
    const view = this.known()
    if (view === undefined) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return view
  }

  known(): SizeView | undefined {
    return this.#bytes?.view()
  }

  first(images: Iterable<ImageId>): void {
    for (const id of images) this.#first.add(id)
  }

  learn(key: string, image: ImageId, history: readonly ListedHistory[]): void {
    const bytes = this.#engines.get(key)
    if (bytes?.learn(image, history) === true) this.#tell(bytes)
  }

  tellUsage(usage: DiskUsageBesideImages): void {
    this.#bytes?.setUsage(usage)
  }

  compare(usage: Pick<DiskUsageFacts, 'images' | 'layersSize'>): void {
    const bytes = this.#bytes
    const { changed = false, difference } = bytes?.compare(usage) ?? {}
    if (bytes === undefined || !changed) return
    if (difference !== undefined) this.#options.log?.(`sizes differ from the engine's own: ${difference}`)
    this.#tell(bytes)
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
    await this.#reading
    await Promise.all([...this.#engines.values()].map(async (bytes) => await bytes.close()))
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
      this.#bytes = undefined
      return
    }
    const bytes = this.#bytesOf(current.key, current.info)
    await bytes.ready()
    if (this.#options.images.current()?.table !== current.table) return
    const isNew = this.#bytes !== bytes
    this.#bytes = bytes
    const changed = bytes.take(current.table)
    if (isNew || changed) this.#tell(bytes)
    if (current.live) this.#reading ??= this.#read(bytes).finally(() => (this.#reading = undefined))
  }

  #bytesOf(key: string, { store }: EngineInfo): EngineBytes {
    const known = this.#engines.get(key)
    if (known !== undefined) return known
    const { facts, cacheFolder } = this.#options
    const heights = new HeightsCache(cacheFolder, key)
    const bytes = new EngineBytes({ store, facts: facts(key), heights })
    this.#engines.set(key, bytes)
    return bytes
  }

  async #read(bytes: EngineBytes): Promise<void> {
    await readMissing(bytes, {
      client: () => this.#options.session.client(),
      first: this.#first,
      tell: () => this.#tell(bytes),
      goesOn: () => this.#bytes === bytes,
      signal: this.#abort.signal,
    })
  }

  async #askHolders(wish: 'known' | 'recent' | 'fresh', signal: AbortSignal | undefined): Promise<void> {
    const age = this.#bytes?.usageAge() ?? Number.POSITIVE_INFINITY
    if (wish === 'known' || (wish === 'recent' && age < recentMs)) return
    try {
      const usage = await this.#options.session.client().diskUsageBesideImages({ signal })
      this.tellUsage(usage)
      if (usage.ofImages !== undefined) this.compare(usage.ofImages)
    } catch (cause) {
      if (signal?.aborted === true) throw cause
      // Nobody knows then what the build cache keeps, and sums say so.
      this.#bytes?.setUsage(undefined)
    }
  }

  #tell(bytes: EngineBytes): void {
    bytes.outdated()
    if (bytes !== this.#bytes) return
    for (const listener of this.#listeners) listener()
  }
}

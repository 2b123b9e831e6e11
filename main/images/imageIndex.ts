import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineInfo, EngineStatus } from '@shared/domain/engine'
import type { ImageId, ImageListPage, ImagesChange, ListFreshness } from '@shared/domain/image'
import type { ImageFilter } from '@shared/domain/imageFilter'
import { compileFilter, labelsMatch } from '@shared/domain/imageMatch'
import type { ByteSum } from '@shared/domain/sizes'
import { AppFailure, appError } from '@shared/errors'
import { Debounced } from '../cache/debounced'
import { engineKey } from '../cache/engineKey'
import { cutLabels, ImageListCache } from '../cache/imageListCache'
import { EngineLedger } from '../ledger/engineLedger'
import type { EngineEvent, InspectedImage, ListedContainer } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { abortable } from '../streams/waiting'
import { EventBatches } from './eventBatches'
import { createsSilently, type Touches, touchesOf } from './eventTouches'
import { ImageTable } from './imageTable'
import { lookAtEnds, settleLedger, touchAll } from './ledgerFeed'
import { maxPageChars, pageOf, rowWeight } from './listPages'
import { Reconciler } from './reconciler'

export type ImageIndexOptions = {
  readonly session: EngineSession
  readonly cacheFolder: string
  readonly now?: () => number
  /** Told of each inspect that a change of the list took: what it says need not be asked again. */
  readonly inspected?: (key: string, image: InspectedImage) => void
  /** How long events are gathered before the touched images are looked at, in ms. */
  readonly gather?: number
}

/** Everything about one engine; dropped whole when the app moves to another. */
type Scope = {
  readonly key: string
  readonly table: ImageTable
  readonly labels: Map<ImageId, ReadonlyMap<string, string>>
  readonly cache: ImageListCache
  readonly ledger: EngineLedger
  info: EngineInfo
  /** Undefined until there is anything to show. */
  freshness: ListFreshness | undefined
}

/**
 * Some things are written after the event that tells of an image: the parent's link (classic store; moby,
 * daemon/images/image_commit.go), the unpacked files that its size counts (containerd store). After these times, in ms,
 * a new image is looked at once more.
 */
const parentPatience = [1_000]
const sizePatience = [1_000, 10_000]

/** For what was told just before the end, in ms. */
const closePatience = 300

/** Waits between tries after the engine failed to list though it is there, in ms. */
const retryAfter = [1_000, 5_000, 15_000]

/**
 * The live list of images. One image list and one container list a connection, then only what events name; never a
 * poll. Answers at once from the disk cache until the engine has confirmed.
 */
export class ImageIndex {
  readonly #session: EngineSession
  readonly #folder: string
  readonly #now: () => number
  readonly #inspected: (key: string, image: InspectedImage) => void
  readonly #listeners = new Set<(change: ImagesChange) => void>()
  readonly #stopListening: (() => void)[]
  readonly #save: Debounced
  #scope: Scope | undefined
  #revision = 0
  readonly #events: EventBatches
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  readonly #again = new Set<ReturnType<typeof setTimeout>>()
  #abort = new AbortController()
  /** The work on this engine, one step after the other: lists, looks, refreshes. */
  #work: Promise<void> = Promise.resolve()
  #cached: Promise<void> = Promise.resolve()
  /** The newest whole list, under way or done. */
  #listed: Promise<void> = Promise.resolve()
  #leaving: Promise<void> = Promise.resolve()
  #endpointId: string

  constructor({ session, cacheFolder, now = Date.now, gather = 30, inspected }: ImageIndexOptions) {
    this.#session = session
    this.#folder = cacheFolder
    this.#now = now
    this.#events = new EventBatches(gather, () => this.#startGathered())
    this.#inspected = inspected ?? (() => {})
    this.#save = new Debounced(2_000, async () => await this.#writeCache())
    const { endpoint, state } = session.status()
    this.#endpointId = endpoint.id
    this.#stopListening = [
      session.onEvent((event) => (event.type === 'reconnected' ? this.#connected() : this.#happened(event))),
      session.onStatus((status) => this.#statusChanged(status)),
    ]
    if (state.type === 'connected') this.#connected()
  }

  get revision(): number {
    return this.#revision
  }

  onChange(listener: (change: ImagesChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** One page of the rows that match. Errors: those of the engine's state while nothing is known of any engine. */
  async page(filter: ImageFilter, cursor: number, signal?: AbortSignal): Promise<ImageListPage> {
    const scope = await this.#anyScope(signal)
    const rows = scope.table.rows()
    const freshness = scope.freshness ?? { type: 'cached' as const, at: 0 }
    const test = compileFilter(filter, rows, {
      now: freshness.type === 'live' ? this.#now() : freshness.at,
      hasLabels: (row, labels) => labelsMatch(scope.labels.get(row.id) ?? new Map(), labels),
    })
    if (!test.ok) throw new AppFailure(test.error)
    return pageOf(rows.filter(test.value), cursor, { revision: this.#revision, freshness })
  }

  /** The table, once the engine has confirmed it and all events so far are in it: what plans are made of. */
  async live(signal?: AbortSignal): Promise<{ readonly table: ImageTable; readonly info: EngineInfo }> {
    this.#session.client()
    await this.#wholeList(signal)
    await abortable(this.settled(), signal)
    const scope = this.#scope
    if (scope?.freshness?.type !== 'live')
      throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return { table: scope.table, info: scope.info }
  }

  labelsOf(id: ImageId): ReadonlyMap<string, string> {
    return this.#scope?.labels.get(id) ?? new Map()
  }

  /** What is known now; undefined before anything is. */
  known(): ImageTable | undefined {
    return this.#scope?.table
  }

  /** What is known of the past of the engine's images; undefined before there is an engine. */
  ledger(): EngineLedger | undefined {
    return this.#scope?.ledger
  }

  /** More is known of the past of these images: their rows follow. */
  learned(learn: (ledger: EngineLedger, table: ImageTable) => Iterable<ImageId>): void {
    const scope = this.#scope
    if (scope === undefined) return
    touchAll(scope.table, learn(scope.ledger, scope.table))
    this.#tellChanges(scope)
  }

  /** All of it together; `live`: the engine has confirmed it. */
  current():
    | { readonly key: string; readonly info: EngineInfo; readonly table: ImageTable; readonly live: boolean }
    | undefined {
    const scope = this.#scope
    if (scope?.freshness === undefined) return undefined
    const { key, info, table, freshness } = scope
    return { key, info, table, live: freshness.type === 'live' }
  }

  /** Bytes that each image has for itself, for its row. */
  setUnique(uniqueOf: (id: ImageId) => ByteSum | undefined): void {
    const scope = this.#scope
    if (scope?.freshness === undefined) return
    scope.table.setUnique(uniqueOf)
    this.#tellChanges(scope)
  }

  /** The table as soon as there is one, confirmed or from the cache: for neighbours, not for verdicts. */
  async anything(signal?: AbortSignal): Promise<ImageTable> {
    const scope = await this.#anyScope(signal)
    if (scope.freshness?.type === 'live') await abortable(this.settled(), signal)
    return scope.table
  }

  /** Asks the engine for everything again. */
  async refresh(signal?: AbortSignal): Promise<{ readonly revision: number }> {
    this.#session.client()
    this.#startListing(0)
    await this.#wholeList(signal)
    return { revision: this.#revision }
  }

  /**
   * Someone comes back to the window, perhaps from a terminal: an engine that builds images without saying so is asked
   * for its list again.
   */
  lookAgain(): void {
    const scope = this.#scope
    if (scope?.freshness?.type === 'live' && createsSilently(scope.info.version)) this.#startListing(0)
  }

  /** Resolves when every event told so far is in the rows. */
  async settled(): Promise<void> {
    this.#events.flush()
    await this.#work
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop()
    // What was told last is taken in, so that the next start need not ask for it; an engine that hangs is not waited for.
    await Promise.race([this.settled(), sleep(closePatience, undefined, { ref: false })])
    this.#abort.abort()
    this.#events.close()
    clearTimeout(this.#retryTimer)
    for (const timer of this.#again) clearTimeout(timer)
    this.#listeners.clear()
    await this.#work
    await this.#save.flush()
    await this.#scope?.ledger.close()
    await this.#leaving
  }

  #connected(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { info } = this.#session.client()
    const key = engineKey(info)
    if (this.#scope?.key === key) this.#scope.info = info
    else this.#openScope(key, info)
    this.#scope?.ledger.connected(this.#session.client())
    this.#events.take()
    this.#startListing(0)
  }

  #openScope(key: string, info: EngineInfo): void {
    void this.#save.flush()
    this.#leave()
    const ledger = new EngineLedger(this.#folder, key, this.#now)
    const scope: Scope = {
      key,
      info,
      table: new ImageTable((id, running) => ledger.row(id, running)),
      labels: new Map(),
      cache: new ImageListCache(this.#folder, key),
      ledger,
      freshness: undefined,
    }
    this.#scope = scope
    this.#tell({ type: 'reset' })
    this.#cached = this.#readCache(scope)
  }

  #statusChanged({ endpoint, state }: EngineStatus): void {
    if (state.type !== 'connected') {
      this.#abort.abort()
      const scope = this.#scope
      if (scope?.freshness?.type === 'live') scope.freshness = { type: 'cached', at: this.#now() }
      scope?.ledger.left()
    }
    if (endpoint.id === this.#endpointId) return
    // Another engine: the images of the old one are not its.
    this.#endpointId = endpoint.id
    if (state.type === 'connected') return
    void this.#save.flush()
    this.#leave()
    this.#scope = undefined
    this.#listed = Promise.resolve()
    this.#tell({ type: 'reset' })
  }

  /** Another engine comes: what is known of this one's past goes to disk. */
  #leave(): void {
    const ledger = this.#scope?.ledger
    if (ledger !== undefined) this.#leaving = this.#leaving.then(async () => await ledger.close())
  }

  #happened(event: EngineEvent): void {
    this.#scope?.ledger.heard(event)
    this.#events.add(event)
  }

  #startGathered(): void {
    const { signal } = this.#abort
    // What could not be looked at is made good by a whole list.
    this.#enqueue(async () => await this.#lookAtEvents()).catch(() => this.#listLater(0, signal))
  }

  #startListing(tries: number): void {
    clearTimeout(this.#retryTimer)
    const { signal } = this.#abort
    this.#listed = this.#enqueue(async () => await this.#listAll())
    this.#listed.catch(() => this.#listLater(tries, signal))
  }

  /**
   * Waits for the newest list. In the moment of connecting the one that was waited for may end, or have ended, and the next
   * is just about to start: then for that one, whatever became of the one before.
   */
  async #wholeList(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const list = this.#listed
      try {
        await abortable(list, signal)
      } catch (cause) {
        if (signal?.aborted === true || list === this.#listed) throw cause
      }
      if (list === this.#listed) return
    }
  }

  #listLater(tries: number, signal: AbortSignal): void {
    const wait = retryAfter[tries]
    if (wait === undefined || signal.aborted) return
    clearTimeout(this.#retryTimer)
    this.#retryTimer = setTimeout(() => {
      if (!signal.aborted) this.#startListing(tries + 1)
    }, wait)
  }

  async #enqueue(step: () => Promise<void>): Promise<void> {
    const done = this.#work.then(step)
    this.#work = done.catch(() => {})
    await done
  }

  async #lookAtEvents(): Promise<void> {
    const scope = this.#scope
    if (scope === undefined) return
    const events = this.#events.take()
    if (events.length === 0) return
    const silentCreates = createsSilently(scope.info.version)
    const added = await this.#reconciler(scope).look(touchesOf(events, { silentCreates }))
    settleLedger(scope, false)
    this.#tellChanges(scope)
    if (scope.info.store === 'classic') this.#lookForParents(scope, events)
    else if (added.length > 0)
      this.#later(sizePatience, async () => await this.#reconciler(scope).measure(added))
  }

  #lookForParents(scope: Scope, events: readonly EngineEvent[]): void {
    const images = new Map<ImageId, 'changed'>()
    for (const event of events) {
      if (event.type !== 'image' || event.action !== 'create' || event.imageId === undefined) continue
      const entry = scope.table.entry(event.imageId)
      if (entry !== undefined && entry.parentId === undefined) images.set(entry.id, 'changed')
    }
    if (images.size === 0) return
    const touches: Touches = { ...touchesOf([], { silentCreates: false }), images }
    this.#later(parentPatience, async () => void (await this.#reconciler(scope).look(touches)))
  }

  /** Does it after each of the times, as long as the connection lasts. */
  #later(times: readonly number[], step: () => Promise<void>): void {
    const { signal } = this.#abort
    const scope = this.#scope
    for (const ms of times) {
      const timer = setTimeout(() => {
        this.#again.delete(timer)
        if (signal.aborted || scope === undefined) return
        // What fails here is told by the next event or list.
        this.#enqueue(async () => {
          await step()
          this.#tellChanges(scope)
        }).catch(() => {})
      }, ms)
      timer.unref()
      this.#again.add(timer)
    }
  }

  async #listAll(): Promise<void> {
    const scope = this.#scope
    if (scope === undefined) return
    const before = scope.freshness?.type
    await this.#reconciler(scope).listAll(scope.ledger.caughtUp())
    settleLedger(scope, true)
    this.#lookAtEnds(scope)
    if (before === 'live') this.#tellChanges(scope)
    else {
      scope.table.takeChanges()
      this.#tell({ type: 'reset' })
    }
    this.#save.request()
  }

  #lookAtEnds(scope: Scope): void {
    const { signal } = this.#abort
    // What is not told now is asked for after the next list.
    this.#enqueue(async () => {
      await lookAtEnds(scope, this.#session.client(), signal)
      this.#tellChanges(scope)
    }).catch(() => {})
  }

  #reconciler(scope: Scope): Reconciler {
    const { signal } = this.#abort
    return new Reconciler(scope.table, scope.labels, this.#session.client(), this.#now, signal, {
      confirmed: () => {
        scope.freshness = { type: 'live' }
      },
      inspected: (image) => this.#inspected(scope.key, image),
    })
  }

  async #readCache(scope: Scope): Promise<void> {
    const [list] = await Promise.all([scope.cache.read(), scope.ledger.ready()])
    if (list === undefined || scope.freshness !== undefined || this.#scope?.key !== scope.key) return
    for (const { labels, ...entry } of list.images) {
      scope.table.put(entry)
      scope.labels.set(entry.id, new Map(labels))
    }
    for (const container of list.containers) scope.table.putContainer(container)
    scope.table.takeChanges()
    scope.freshness = { type: 'cached', at: list.at }
    this.#tell({ type: 'reset' })
  }

  async #writeCache(): Promise<void> {
    const scope = this.#scope
    if (scope?.freshness?.type !== 'live') return
    await scope.cache.write({
      at: this.#now(),
      images: [...scope.table.entries()].map((entry) => ({
        ...entry,
        tags: [...entry.tags],
        digests: [...entry.digests],
        labels: cutLabels(scope.labels.get(entry.id) ?? new Map()),
      })),
      containers: [...scope.table.containers()].map((container: ListedContainer) => ({ ...container })),
    })
  }

  /** The scope with something in it: from the cache when that is there first, else when the engine has listed. */
  async #anyScope(signal: AbortSignal | undefined): Promise<Scope> {
    if (this.#scope === undefined) this.#session.client()
    if (this.#scope?.freshness === undefined) await abortable(this.#cached, signal)
    if (this.#scope?.freshness === undefined) await this.#wholeList(signal)
    const scope = this.#scope
    if (scope?.freshness === undefined) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return scope
  }

  #tellChanges(scope: Scope): void {
    const { upserted, removed } = scope.table.takeChanges()
    if (upserted.length === 0 && removed.length === 0) return
    this.#save.request()
    const weight = upserted.reduce((sum, row) => sum + rowWeight(row), removed.length * 75)
    // Bigger than a page: the page asks for the list again, page by page.
    this.#tell(weight > maxPageChars / 2 ? { type: 'reset' } : { type: 'delta', upserted, removed })
  }

  #tell(
    change: Omit<Extract<ImagesChange, { type: 'delta' }>, 'revision'> | { readonly type: 'reset' },
  ): void {
    this.#revision += 1
    const whole: ImagesChange = { ...change, revision: this.#revision }
    for (const listener of this.#listeners) listener(whole)
  }
}

import type { DiskMeasure } from '@shared/domain/diskMeasure'
import type { DiskPageAnswer } from '@shared/domain/diskPage'
import { packPage } from '@shared/domain/diskPageText'
import type { ImageRow } from '@shared/domain/image'
import { AppFailure, appError } from '@shared/errors'
import { Debounced } from '../cache/debounced'
import { engineKey } from '../cache/engineKey'
import type { EngineClient } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import type { SizeBook } from '../sizes/sizeView'
import { abortable } from '../streams/waiting'
import { newScope, type Scope } from './diskScope'
import { makePage } from './makePage'
import { Measuring } from './measure'

export type DiskPagesOptions = {
  readonly session: EngineSession
  readonly images: {
    /** Every image of the engine, once its list is known. */
    rows(signal: AbortSignal): Promise<readonly ImageRow[]>
    onChange(listener: () => void): () => void
  }
  readonly book: SizeBook
  /** Everything in it can be thrown away. */
  readonly cacheFolder: string
  readonly now?: () => number
  /** How long changes are gathered before the page is told of them, in ms. */
  readonly gather?: number
}

/** A message with its envelope stays below 1 MB. */
const partChars = 900_000
/** Layers that are not read yet are waited for so long before a page is made without them, in ms. */
const patience = 100
/** What is known is answered before the engine is asked anew, in ms. */
const knownFirst = 80
/** After an answer the engine has rest for so many times as long as it took. */
const rest = 4

/**
 * The disk page of the engine of now: at once from the disk cache, then as the engine tells it. Engine events make it
 * stale; it is asked for anew when someone looks.
 */
export class DiskPages {
  readonly #options: DiskPagesOptions
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  readonly #stops: readonly (() => void)[]
  readonly #changed: Debounced
  readonly #resummed: Debounced
  readonly #measuring: Measuring
  #scope: Scope | undefined
  #revision = 0
  #later: ReturnType<typeof setTimeout> | undefined

  constructor(options: DiskPagesOptions) {
    const { session, images, book, gather = 300 } = options
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#measuring = new Measuring(session)
    this.#changed = new Debounced(gather, async () => this.#tell())
    this.#resummed = new Debounced(gather, async () => await this.#resum())
    this.#stops = [
      session.onEvent(() => this.#touched()),
      session.onStatus(({ state }) => (state.type === 'connected' ? this.#touched() : this.#lost())),
      images.onChange(() => this.#touched()),
      book.onChange(() => this.#resummed.request()),
    ]
  }

  /** Told when there is something newer to ask for. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * What is known, and has the engine asked anew when something happened since. Waits only while nothing is known.
   * `has`: the revision that the page has. Throws AppFailure ENGINE_*.
   */
  async page({
    has,
    signal,
  }: {
    readonly has?: number
    readonly signal?: AbortSignal
  } = {}): Promise<DiskPageAnswer> {
    const scope = await this.#openScope()
    if (scope.stale) this.#askWhenRested(scope)
    if (scope.page === undefined) await abortable(this.#firstOf(scope), signal)
    return this.#answer(scope, has)
  }

  /** What is known, and the engine is asked nothing: for a page that may be looked at soon. Throws AppFailure ENGINE_*. */
  async known(): Promise<{ readonly answer?: DiskPageAnswer }> {
    const scope = await this.#openScope()
    return scope.page === undefined ? {} : { answer: this.#answer(scope, undefined) }
  }

  /** The rest of a long page. Empty when the page has moved on meanwhile: ask for the first part again. */
  part({ revision, part }: { readonly revision: number; readonly part: number }): { readonly text: string } {
    const text = revision === this.#revision ? (this.#scope?.page?.text ?? '') : ''
    return { text: text.slice(part * partChars, (part + 1) * partChars) }
  }

  /** Asks the engine now, and waits for all that it tells. */
  async refresh({ signal }: { readonly signal?: AbortSignal } = {}): Promise<{ readonly revision: number }> {
    const scope = await this.#openScope()
    await abortable(scope.asking ?? Promise.resolve(), signal).catch(() => {})
    await abortable(this.#ask(scope), signal)
    return { revision: this.#revision }
  }

  /** The file system's own account of the engine's data root, where it can be read. Throws AppFailure ENGINE_*. */
  async measure(asked: { readonly signal?: AbortSignal } = {}): Promise<DiskMeasure> {
    return await this.#measuring.measure(asked)
  }

  stopMeasuring(): { readonly stopped: boolean } {
    return { stopped: this.#measuring.stop() }
  }

  async close(): Promise<void> {
    this.#measuring.stop()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    this.#listeners.clear()
    this.#scope?.abort.abort()
    await Promise.all([this.#changed.flush(), this.#resummed.flush()])
  }

  /** Throws while no engine is there and none was. */
  async #openScope(): Promise<Scope> {
    const { endpoint, state } = this.#options.session.status()
    if (state.type !== 'connected') {
      const known = this.#scope
      if (known?.page !== undefined && known.endpointId === endpoint.id) return known
      // Throws what is wrong with the engine.
      this.#options.session.client()
    }
    const key = engineKey(this.#options.session.client().info)
    if (this.#scope?.key !== key) {
      this.#scope?.abort.abort()
      this.#scope = newScope({
        key,
        endpointId: endpoint.id,
        cacheFolder: this.#options.cacheFolder,
        onCached: () => (this.#revision += 1),
      })
    }
    const scope = this.#scope
    await scope.opened
    return scope
  }

  #answer(scope: Scope, has: number | undefined): DiskPageAnswer {
    const { page } = scope
    if (page === undefined) return fail()
    const { at, text, freshness } = page
    return {
      revision: this.#revision,
      at,
      freshness: freshness === 'live' ? { type: 'live' } : { type: 'cached', at },
      // While the engine has its rest nothing is asked, and a person may well ask.
      asking: scope.asking !== undefined || (this.#later !== undefined && this.#now() >= scope.notBefore),
      parts: Math.max(1, Math.ceil(text.length / partChars)),
      ...(has === this.#revision ? {} : { text: text.slice(0, partChars) }),
    }
  }

  #askWhenRested(scope: Scope): void {
    if (scope.asking !== undefined || this.#later !== undefined) return
    // What is known is on its way first.
    const wait = Math.max(scope.notBefore - this.#now(), scope.page === undefined ? 0 : knownFirst)
    // Whoever needs the answer asks again and hears what is wrong.
    if (wait <= 0) return void this.#ask(scope).catch(() => {})
    this.#later = setTimeout(() => {
      this.#later = undefined
      if (this.#scope === scope && scope.stale) void this.#ask(scope).catch(() => {})
    }, wait)
    this.#later.unref()
  }

  /** As soon as there is anything, though the engine may still add up its total. */
  async #firstOf(scope: Scope): Promise<void> {
    let stop = () => {}
    const painted = new Promise<void>((resolve) => {
      stop = this.onChange(() => {
        if (scope.page !== undefined) resolve()
      })
    })
    await Promise.race([painted, scope.asking ?? this.#ask(scope)]).finally(stop)
  }

  async #ask(scope: Scope): Promise<void> {
    scope.asking ??= this.#askEngine(scope).finally(() => {
      delete scope.asking
      this.#tell()
    })
    await scope.asking
  }

  async #askEngine(scope: Scope): Promise<void> {
    const client = this.#clientOf(scope)
    const { signal } = scope.abort
    const begun = this.#now()
    scope.stale = false
    try {
      const [beside, rows] = await Promise.all([
        client.diskUsageBesideImages({ signal }),
        this.#options.images.rows(signal),
      ])
      // With what was just told the book need not ask for it itself.
      this.#options.book.tellUsage(beside)
      if (beside.ofImages !== undefined) this.#options.book.compare(beside.ofImages)
      scope.facts = { rows, beside, ...(beside.ofImages && { ofImages: beside.ofImages }) }
      await this.#publish(scope, begun)
      if (beside.ofImages === undefined) {
        const ofImages = await client.diskUsageOfImages({ signal })
        this.#options.book.compare(ofImages)
        scope.facts = { rows, beside, ofImages }
        await this.#publish(scope, begun)
      }
    } catch (cause) {
      scope.stale = true
      throw cause
    } finally {
      scope.notBefore = this.#now() + rest * (this.#now() - begun)
    }
    const { page } = scope
    if (page !== undefined) await scope.cache.write({ at: page.at, text: page.text })
  }

  async #publish(scope: Scope, at: number): Promise<void> {
    const sizes = await this.#options.book.view({ signal: scope.abort.signal, patience })
    if (scope.facts === undefined || this.#scope !== scope) return
    const text = JSON.stringify(packPage(makePage({ ...scope.facts, sizes })))
    const isSame = scope.page?.text === text
    scope.page = { at, text, freshness: 'live' }
    if (!isSame) this.#revision += 1
    this.#tell()
  }

  /** Layers were read: the sums change, and nothing is asked for that. */
  async #resum(): Promise<void> {
    const scope = this.#scope
    const page = scope?.page
    if (scope?.facts === undefined || page?.freshness !== 'live' || scope.asking !== undefined) return
    await this.#publish(scope, page.at).catch(() => {})
  }

  #touched(): void {
    if (this.#scope === undefined) return
    this.#scope.stale = true
    this.#changed.request()
  }

  #lost(): void {
    const scope = this.#scope
    if (scope === undefined) return
    scope.stale = true
    if (scope.page !== undefined) scope.page = { ...scope.page, freshness: 'cached' }
    this.#changed.request()
  }

  #clientOf(scope: Scope): EngineClient {
    const client = this.#options.session.client()
    if (engineKey(client.info) !== scope.key) return fail()
    return client
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function fail(): never {
  throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
}

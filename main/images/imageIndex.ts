import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineInfo, EngineStatus } from '@shared/domain/engine'
import type { ImageId, ImageListPage, ImagesChange } from '@shared/domain/image'
import type { ImageFilter } from '@shared/domain/imageFilter'
import { compileFilter, labelsMatch } from '@shared/domain/imageMatch'
import type { ByteSum } from '@shared/domain/sizes'
import { AppFailure, appError } from '@shared/errors'
import { engineKey } from '../cache/engineKey'
import type { EngineLedger } from '../ledger/engineLedger'
import type { EngineEvent, InspectedImage } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { abortable } from '../streams/waiting'
import { createsSilently } from './eventTouches'
import type { ImageTable } from './imageTable'
import { IndexChanges } from './indexChanges'
import { closeScope, fillFromCache, type IndexScope, newScope } from './indexScope'
import { touchAll } from './ledgerFeed'
import { ListFollower } from './listFollower'
import { pageOf } from './listPages'

export type ImageIndexOptions = {
  readonly session: EngineSession
  readonly cacheFolder: string
  readonly now?: () => number
  /** Told of each inspect that a change of the list took: what it says need not be asked again. */
  readonly inspected?: (key: string, image: InspectedImage) => void
  /** How long events are gathered before the touched images are looked at, in ms. */
  readonly gather?: number
}

/** For what was told just before the end, in ms. */
const closePatience = 300

/**
 * The live list of images. One image list and one container list a connection, then only what events name; never a
 * poll. Answers at once from the disk cache until the engine has confirmed.
 */
export class ImageIndex {
  readonly #session: EngineSession
  readonly #folder: string
  readonly #now: () => number
  readonly #changes = new IndexChanges(() => this.#scope?.save.request())
  readonly #follower: ListFollower
  readonly #stopListening: (() => void)[]
  #scope: IndexScope | undefined
  #endpointId: string
  #cached: Promise<void> = Promise.resolve()
  #leaving: Promise<void> = Promise.resolve()

  constructor({ session, cacheFolder, now = Date.now, gather = 30, inspected }: ImageIndexOptions) {
    this.#session = session
    this.#folder = cacheFolder
    this.#now = now
    this.#follower = new ListFollower({
      session,
      now,
      gather,
      scope: () => this.#scope,
      changes: this.#changes,
      listed: () => this.#scope?.save.request(),
      inspected: inspected ?? (() => {}),
    })
    const { endpoint, state } = session.status()
    this.#endpointId = endpoint.id
    this.#stopListening = [
      session.onEvent((event) => (event.type === 'reconnected' ? this.#connected() : this.#happened(event))),
      session.onStatus((status) => this.#statusChanged(status)),
    ]
    if (state.type === 'connected') this.#connected()
  }

  get revision(): number {
    return this.#changes.revision
  }

  onChange(listener: (change: ImagesChange) => void): () => void {
    return this.#changes.listen(listener)
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
    return pageOf(rows.filter(test.value), cursor, { revision: this.revision, freshness })
  }

  /** The table, once the engine has confirmed it and all events so far are in it: what plans are made of. */
  async live(signal?: AbortSignal): Promise<{ readonly table: ImageTable; readonly info: EngineInfo }> {
    this.#session.client()
    await this.#follower.listed(signal)
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
    this.#changes.rows(scope.table)
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
    this.#changes.rows(scope.table)
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
    this.#follower.list()
    await this.#follower.listed(signal)
    return { revision: this.revision }
  }

  /**
   * Someone comes back to the window, perhaps from a terminal: an engine that builds images without saying so is asked
   * for its list again.
   */
  lookAgain(): void {
    const scope = this.#scope
    if (scope?.freshness?.type === 'live' && createsSilently(scope.info.version)) this.#follower.list()
  }

  /** Resolves when every event told so far is in the rows. */
  async settled(): Promise<void> {
    await this.#follower.settled()
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop()
    // What was told last is taken in, so that the next start need not ask for it; an engine that hangs is not waited for.
    await Promise.race([this.settled(), sleep(closePatience, undefined, { ref: false })])
    this.#changes.close()
    await this.#follower.close()
    this.#leave()
    await this.#leaving
  }

  #connected(): void {
    const client = this.#session.client()
    const key = engineKey(client.info)
    if (this.#scope?.key === key) this.#scope.info = client.info
    else this.#openScope(key, client.info)
    this.#scope?.ledger.connected(client)
    this.#follower.connected()
  }

  #openScope(key: string, info: EngineInfo): void {
    this.#leave()
    const scope = newScope(info, { folder: this.#folder, key, now: this.#now })
    this.#scope = scope
    this.#changes.reset()
    this.#cached = fillFromCache(scope, () => this.#scope?.key === key).then((filled) => {
      if (filled) this.#changes.reset()
    })
  }

  #statusChanged({ endpoint, state }: EngineStatus): void {
    if (state.type !== 'connected') {
      this.#follower.lost()
      const scope = this.#scope
      if (scope?.freshness?.type === 'live') scope.freshness = { type: 'cached', at: this.#now() }
      scope?.ledger.left()
    }
    if (endpoint.id === this.#endpointId) return
    // Another engine: the images of the old one are not its.
    this.#endpointId = endpoint.id
    if (state.type === 'connected') return
    this.#leave()
    this.#scope = undefined
    this.#follower.left()
    this.#changes.reset()
  }

  /** What is known of this engine, and of its past, goes to disk. */
  #leave(): void {
    const scope = this.#scope
    if (scope !== undefined) this.#leaving = this.#leaving.then(async () => await closeScope(scope))
  }

  #happened(event: EngineEvent): void {
    this.#scope?.ledger.heard(event)
    this.#follower.heard(event)
  }

  /** The scope with something in it: from the cache when that is there first, else when the engine has listed. */
  async #anyScope(signal: AbortSignal | undefined): Promise<IndexScope> {
    if (this.#scope === undefined) this.#session.client()
    if (this.#scope?.freshness === undefined) await abortable(this.#cached, signal)
    if (this.#scope?.freshness === undefined) await this.#follower.listed(signal)
    const scope = this.#scope
    if (scope?.freshness === undefined) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return scope
  }
}

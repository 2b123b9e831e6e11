import type { EngineEvent, InspectedImage } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { inTurn } from '../streams/waiting'
import { EventBatches } from './eventBatches'
import { createsSilently, touchesOf } from './eventTouches'
import type { IndexChanges } from './indexChanges'
import type { IndexScope } from './indexScope'
import { lookAtEnds, settleLedger } from './ledgerFeed'
import { Reconciler } from './reconciler'
import { LookTimers, type SecondLook, secondLookAt } from './secondLooks'
import { WholeLists } from './wholeLists'

export type FollowerOptions = {
  readonly session: EngineSession
  readonly now: () => number
  /** How long events are gathered before the touched images are looked at, in ms. */
  readonly gather: number
  /** What is known of the engine of now. */
  readonly scope: () => IndexScope | undefined
  readonly changes: IndexChanges
  /** The engine has confirmed all of it. */
  readonly listed: () => void
  readonly inspected: (key: string, image: InspectedImage) => void
}

/**
 * Brings the list up to what the engine says, one step after the other: a whole list for each connection, then looks at
 * what events name.
 */
export class ListFollower {
  readonly #options: FollowerOptions
  readonly #events: EventBatches
  readonly #lists = new WholeLists(async () => await this.#step(async () => await this.#listAll()))
  readonly #timers = new LookTimers()
  readonly #step = inTurn()
  /** Ends with the connection. */
  #abort = new AbortController()

  constructor(options: FollowerOptions) {
    this.#options = options
    this.#events = new EventBatches(options.gather, () => this.#startGathered())
  }

  connected(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    // The whole list knows better.
    this.#events.take()
    this.list()
  }

  lost(): void {
    this.#abort.abort()
  }

  /** The app goes to another engine. */
  left(): void {
    this.#lists.forget()
  }

  heard(event: EngineEvent): void {
    this.#events.add(event)
  }

  /** Asks the engine for everything again. */
  list(): void {
    this.#lists.start(this.#abort.signal)
  }

  /** Waits for the newest whole list; see WholeLists. */
  async listed(signal: AbortSignal | undefined): Promise<void> {
    await this.#lists.newest(signal)
  }

  /** Resolves when every event told so far is in the rows. */
  async settled(): Promise<void> {
    this.#events.flush()
    await this.#stepsDone()
  }

  async close(): Promise<void> {
    this.#abort.abort()
    this.#events.close()
    this.#lists.close()
    this.#timers.close()
    await this.#stepsDone()
  }

  async #stepsDone(): Promise<void> {
    await this.#step(async () => {})
  }

  async #listAll(): Promise<void> {
    const scope = this.#options.scope()
    if (scope === undefined) return
    const before = scope.freshness?.type
    await this.#reconciler(scope).listAll(scope.ledger.caughtUp())
    settleLedger(scope, true)
    this.#lookAtEnds(scope)
    const { changes } = this.#options
    if (before === 'live') changes.rows(scope.table)
    else {
      scope.table.takeChanges()
      changes.reset()
    }
    this.#options.listed()
  }

  #lookAtEnds(scope: IndexScope): void {
    const { signal } = this.#abort
    // What is not told now is asked for after the next list.
    this.#step(async () => {
      await lookAtEnds(scope, this.#options.session.client(), signal)
      this.#options.changes.rows(scope.table)
    }).catch(() => {})
  }

  #startGathered(): void {
    const { signal } = this.#abort
    // What could not be looked at is made good by a whole list.
    this.#step(async () => await this.#lookAtEvents()).catch(() => this.#lists.startLater(signal))
  }

  async #lookAtEvents(): Promise<void> {
    const scope = this.#options.scope()
    if (scope === undefined) return
    const events = this.#events.take()
    if (events.length === 0) return
    const silentCreates = createsSilently(scope.info.version)
    const added = await this.#reconciler(scope).look(touchesOf(events, { silentCreates }))
    settleLedger(scope, false)
    this.#options.changes.rows(scope.table)
    const second = secondLookAt({ table: scope.table, store: scope.info.store }, events, added)
    if (second !== undefined) this.#lookLater(scope, second)
  }

  #lookLater(scope: IndexScope, { after, look }: SecondLook): void {
    this.#timers.set(after, this.#abort.signal, () => {
      // What fails here is told by the next event or list.
      this.#step(async () => {
        await look(this.#reconciler(scope))
        this.#options.changes.rows(scope.table)
      }).catch(() => {})
    })
  }

  #reconciler(scope: IndexScope): Reconciler {
    const { session, now, inspected } = this.#options
    return new Reconciler(scope.table, scope.labels, session.client(), now, this.#abort.signal, {
      confirmed: () => {
        scope.freshness = { type: 'live' }
      },
      inspected: (image) => inspected(scope.key, image),
    })
  }
}

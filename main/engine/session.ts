import type { EngineInfo, EngineState, EngineStatus } from '@shared/domain/engine'
import { type AppError, AppFailure, appError } from '@shared/errors'
import type { EngineClient } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { comeBack, type Patience } from './comeBack'
import { isAskable, type Route } from './connection/endpoints'
import { type Connection, connectTo } from './connection/handshake'
import { Listeners } from './listeners'

type SessionEvent = Parameters<Parameters<EngineSession['onEvent']>[0]>[0]

export type SessionOptions = {
  readonly platform: NodeJS.Platform
  readonly log: (line: string) => void
}

/** A connection that lived less than this did not come back: the next wait is longer. */
const stableMs = 5_000
const needAPerson = new Set<AppError['code']>([
  'ENGINE_TLS',
  'ENGINE_NOT_DOCKER',
  'ENGINE_ANSWER_UNKNOWN',
  'ENGINE_TOO_OLD',
  'ENGINE_PERMISSION_DENIED',
])

/**
 * Keeps one connection to one engine alive. The open event stream is the sign of life: its end is the loss, within
 * milliseconds, and while it is open nothing else is asked. An engine that hangs is noticed by the first request that it
 * does not answer (EngineHttp). `reconnected` comes once after each connection, when the stream already listens.
 */
export class Session implements EngineSession {
  readonly #options: SessionOptions
  readonly #statusListeners: Listeners<EngineStatus>
  readonly #eventListeners: Listeners<SessionEvent>
  #route: Route
  #state: EngineState
  #client: EngineClient | undefined
  #loop: AbortController | undefined
  #wake = new AbortController()

  constructor(route: Route, options: SessionOptions) {
    this.#options = options
    this.#statusListeners = new Listeners(options.log)
    this.#eventListeners = new Listeners(options.log)
    this.#route = route
    this.#state = { type: 'connecting', since: Date.now() }
  }

  status(): EngineStatus {
    return { endpoint: this.#route.endpoint, state: this.#state }
  }

  client(): EngineClient {
    if (this.#client !== undefined) return this.#client
    const params = { host: this.#route.endpoint.host }
    throw new AppFailure(
      this.#state.type === 'lost' ? this.#state.error : appError('ENGINE_LOST', params, { retryable: true }),
    )
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    return this.#statusListeners.add(listener)
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    return this.#eventListeners.add(listener)
  }

  /**
   * Leaves the engine before, if any, and goes to this one. Resolves after the first attempt, whatever came of it: see
   * `status`. `allowed`: the user named this endpoint, so that ENDPOINT_INSECURE does not bar it.
   */
  async connect(route: Route, { allowed }: { readonly allowed: boolean }): Promise<void> {
    this.stop()
    this.#route = route
    const { problem } = route.endpoint
    if (problem !== undefined && !(allowed && isAskable(problem))) {
      this.#set({ type: 'lost', since: Date.now(), error: problem })
      return
    }
    this.#set({ type: 'connecting', since: Date.now() })
    const loop = new AbortController()
    this.#loop = loop
    await new Promise<void>((settled) => {
      this.#keepAlive(route, loop.signal, settled).catch((error: unknown) => {
        this.#options.log(`engine session ended by a bug: ${String(error)}`)
        settled()
      })
    })
  }

  /** Tries at once instead of waiting. */
  retry(): void {
    this.#wake.abort()
  }

  /** Leaves the engine; what is in flight fails with ENGINE_LOST. */
  stop(): void {
    this.#loop?.abort()
    this.#loop = undefined
    this.#drop()
  }

  async #keepAlive(route: Route, signal: AbortSignal, settled: () => void): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const started = Date.now()
      try {
        const connection = await connectTo(route, this.#options.platform, signal)
        if (signal.aborted) {
          connection.client.close()
          break
        }
        this.#connected(connection)
        settled()
        for await (const event of connection.events) this.#eventListeners.tell(event)
      } catch (error) {
        if (signal.aborted) break
        this.#lost(errorOf(error))
        settled()
      }
      if (signal.aborted) break
      if (Date.now() - started > stableMs) attempt = 0
      await this.#pause(route, attempt, signal)
    }
    settled()
  }

  async #pause(route: Route, attempt: number, signal: AbortSignal): Promise<void> {
    this.#wake = new AbortController()
    const wake = this.#wake
    const abort = () => wake.abort()
    signal.addEventListener('abort', abort, { once: true })
    const { address } = route
    await comeBack({
      attempt,
      patience: this.#patience(),
      wake: wake.signal,
      ...(address?.kind === 'unix' ? { socketPath: address.path } : {}),
    })
    signal.removeEventListener('abort', abort)
  }

  #patience(): Patience {
    return this.#state.type === 'lost' && needAPerson.has(this.#state.error.code) ? 'rare' : 'quick'
  }

  #connected({ client }: Connection): void {
    this.#client = client
    this.#set({ type: 'connected', since: Date.now(), engine: client.info })
    this.#eventListeners.tell({ type: 'reconnected' })
  }

  /** The time of the loss stays while tries fail; what is wrong may change. */
  #lost(error: AppError): void {
    this.#drop()
    const before = this.#state
    if (before.type === 'lost' && before.error.code === error.code) return
    const since = before.type === 'lost' ? before.since : Date.now()
    const engine = engineOf(before)
    this.#set({ type: 'lost', since, error, ...(engine === undefined ? {} : { engine }) })
  }

  #drop(): void {
    this.#client?.close()
    this.#client = undefined
  }

  #set(state: EngineState): void {
    this.#state = state
    this.#statusListeners.tell(this.status())
  }
}

function engineOf(state: EngineState): EngineInfo | undefined {
  return state.type === 'connecting' ? undefined : state.engine
}

function errorOf(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error
  return appError(
    'INTERNAL',
    {},
    { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  )
}

import type { EngineStatus } from '@shared/domain/engine'
import { AppFailure, appError } from '@shared/errors'
import type { EngineClient, EngineEvent } from '../../main/ports/engineClient'
import type { EngineSession } from '../../main/ports/engineSession'
import type { FakeEngine } from './fakeEngine'

/** A session whose engine tests connect, lose and change by hand. */
export class FakeSession implements EngineSession {
  readonly #statusListeners = new Set<(status: EngineStatus) => void>()
  readonly #eventListeners = new Set<(event: EngineEvent | { readonly type: 'reconnected' }) => void>()
  #client: EngineClient | undefined
  #status: EngineStatus
  #stopListening: () => void = () => {}

  constructor(engine?: FakeEngine) {
    this.#status = { endpoint: endpointOf('none'), state: { type: 'connecting', since: 0 } }
    if (engine !== undefined) this.connect(engine)
  }

  connect(engine: FakeEngine): void {
    this.#stopListening()
    this.#client = engine.client()
    this.#stopListening = engine.listen((event) => this.#tell(event))
    this.#set({
      endpoint: endpointOf(engine.id),
      state: { type: 'connected', since: 0, engine: this.#client.info },
    })
    this.#tell({ type: 'reconnected' })
  }

  lose(): void {
    this.#stopListening()
    this.#client = undefined
    this.#set({
      ...this.#status,
      state: { type: 'lost', since: 1, error: appError('ENGINE_LOST', {}, { retryable: true }) },
    })
  }

  /** The user picks another engine, which has not answered yet. */
  turnTo(id: string): void {
    this.#stopListening()
    this.#client = undefined
    this.#set({ endpoint: endpointOf(id), state: { type: 'connecting', since: 2 } })
  }

  status(): EngineStatus {
    return this.#status
  }

  client(): EngineClient {
    if (this.#client === undefined) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return this.#client
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  onEvent(listener: (event: EngineEvent | { readonly type: 'reconnected' }) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  #set(status: EngineStatus): void {
    this.#status = status
    for (const listener of this.#statusListeners) listener(status)
  }

  #tell(event: EngineEvent | { readonly type: 'reconnected' }): void {
    for (const listener of this.#eventListeners) listener(event)
  }
}

function endpointOf(id: string): EngineStatus['endpoint'] {
  return { id, name: id, source: 'custom', kind: 'unix', host: `unix:///${id}`, current: true }
}

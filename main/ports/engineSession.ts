import type { EngineStatus } from '@shared/domain/engine'
import type { EngineClient } from './engineClient'

/** The engine that the app is on now: connected, lost, coming back. One for the whole app. */
export interface EngineSession {
  status(): EngineStatus
  /** The client of the live connection; throws AppFailure (ENGINE_LOST or the error of the state) when there is none. */
  client(): EngineClient
  onStatus(listener: (status: EngineStatus) => void): () => void
  /**
   * Told every engine event while connected, and `reconnected` after each (re)connection, when all views must be
   * reconciled once because events may have been missed.
   */
  onEvent(
    listener: (event: import('./engineClient').EngineEvent | { readonly type: 'reconnected' }) => void,
  ): () => void
}

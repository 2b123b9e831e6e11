import { AppFailure, appError } from '@shared/errors'
import { engineKey } from '../cache/engineKey'
import type { EngineClient } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'

/**
 * The client of the engine of now, later too. Throws ENGINE_LOST when the app is on another engine by then: a plan names
 * images of one engine, and another may hold the same names.
 */
export function sameEngine(
  session: EngineSession,
  key = engineKey(session.client().info),
): () => EngineClient {
  return () => {
    const now = session.client()
    if (engineKey(now.info) !== key) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: false }))
    return now
  }
}

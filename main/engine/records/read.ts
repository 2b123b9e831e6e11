import { AppFailure, appError } from '@shared/errors'

export * from '../../streams/jsonFields'

/** What answers is no Docker Engine: its answer lacks what every engine sends. */
export function notAnEngine(what: string): AppFailure {
  return new AppFailure(appError('ENGINE_ANSWER_UNKNOWN', { what }, { detail: `unexpected answer: ${what}` }))
}

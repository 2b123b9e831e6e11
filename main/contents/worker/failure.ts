import { type AppError, AppFailure } from '@shared/errors'

/** A throw, as data that crosses threads. */
export type Failure =
  | { readonly type: 'expected'; readonly error: AppError }
  | { readonly type: 'aborted' }
  | { readonly type: 'bug'; readonly message: string; readonly stack?: string }

export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { type: 'aborted' }
  if (error instanceof AppFailure) return { type: 'expected', error: error.error }
  if (!(error instanceof Error)) return { type: 'bug', message: String(error) }
  const { message, stack } = error
  return { type: 'bug', message, ...(stack === undefined ? {} : { stack }) }
}

/** What to throw on the other side. */
export function thrown(failure: Failure, signal: AbortSignal): unknown {
  switch (failure.type) {
    case 'expected':
      return new AppFailure(failure.error)
    case 'aborted':
      return signal.aborted ? signal.reason : new DOMException('the work was stopped', 'AbortError')
    case 'bug': {
      const error = new Error(failure.message)
      if (failure.stack !== undefined) error.stack = failure.stack
      return error
    }
  }
}

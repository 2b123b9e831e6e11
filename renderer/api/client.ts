import type { StrataApi } from '@shared/contract'
import { type AppError, appError } from '@shared/errors'
import type { Result } from '@shared/result'

declare global {
  interface Window {
    /** Built by the preload from the contract. */
    readonly strata: StrataApi
  }
}

/** What a query or an action fails with: the error as data, its words come from i18n. */
export class StrataError extends Error {
  readonly error: AppError
  constructor(error: AppError) {
    super(error.code)
    this.name = 'StrataError'
    this.error = error
  }
}

export function strata(): StrataApi {
  return window.strata
}

/** `await unwrap(strata().images.tag(...))`: the value, or a StrataError. */
export async function unwrap<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (result.ok) return result.value
  throw new StrataError(result.error)
}

export function errorOf(cause: unknown): AppError {
  if (cause instanceof StrataError) return cause.error
  return appError('INTERNAL', {}, { detail: cause instanceof Error ? cause.message : String(cause) })
}

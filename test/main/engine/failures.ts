import { type AppError, AppFailure } from '@shared/errors'

/** The code that a call fails with; 'none' when it does not. */
export function codeOf(call: () => unknown): string {
  try {
    call()
    return 'none'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** The AppError that a promise rejects with. */
export async function errorOf(work: Promise<unknown>): Promise<AppError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof AppFailure) return error.error
    throw error
  }
}

import type { AppError } from '@shared/errors'
import { useState } from 'react'
import { errorOf } from './client'

export type Asking = {
  readonly busy: boolean
  readonly error: AppError | undefined
  readonly clear: () => void
  /** The answer; undefined when it failed, which `error` tells. */
  readonly ask: <T extends NonNullable<unknown>>(work: () => Promise<T>) => Promise<T | undefined>
}

/** One thing that is asked of main at a time, from an event handler. */
export function useAsking(): Asking {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  return {
    busy,
    error,
    clear: () => setError(undefined),
    ask: async (work) => {
      setBusy(true)
      setError(undefined)
      try {
        return await work()
      } catch (cause) {
        setError(errorOf(cause))
        return undefined
      } finally {
        setBusy(false)
      }
    },
  }
}

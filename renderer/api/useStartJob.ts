import type { AppError } from '@shared/errors'
import { useState } from 'react'
import { errorOf } from './client'

export type StartJob = {
  readonly busy: boolean
  readonly error: AppError | undefined
  readonly clear: () => void
  /** True when main took the job. */
  readonly start: (ask: () => Promise<unknown>) => Promise<boolean>
}

/** From an event handler only: main owns the job from then on, the page may go away. */
export function useStartJob(): StartJob {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  return {
    busy,
    error,
    clear: () => setError(undefined),
    start: async (ask) => {
      setBusy(true)
      setError(undefined)
      try {
        await ask()
        return true
      } catch (cause) {
        setError(errorOf(cause))
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}

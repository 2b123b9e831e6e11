import type { AppError } from '@shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorOf, keys, strata, unwrap } from '../../api'

export type Hosts = {
  readonly error: AppError | undefined
  readonly busy: boolean
  readonly clear: () => void
  readonly add: (host: string) => Promise<boolean>
  readonly forget: (endpointId: string) => Promise<boolean>
}

/** Hosts that the user typed in. Main checks them; the list of endpoints is read again after a change. */
export function useHosts(): Hosts {
  const client = useQueryClient()
  const [error, setError] = useState<AppError>()
  const [busy, setBusy] = useState(false)
  const act = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    try {
      await ask()
      await client.invalidateQueries({ queryKey: keys.endpoints })
      return true
    } catch (cause) {
      setError(errorOf(cause))
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    error,
    busy,
    clear: () => setError(undefined),
    add: (host) => act(() => unwrap(strata().engine.addHost({ host }))),
    forget: (endpointId) => act(() => unwrap(strata().engine.forgetHost({ endpointId }))),
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { bringDisk, type DiskSnapshot, useEngine, useImages } from './api'

/**
 * The disk page is the dearest to open: once the list is painted and the window at rest its code and what is known of it are
 * brought, so that a click shows it at once. The engine is asked when someone looks.
 */
export function useDiskAhead(prepare: (known: Promise<DiskSnapshot | undefined>) => Promise<void>): void {
  const client = useQueryClient()
  const listed = useImages().data !== undefined
  const status = useEngine().data
  const endpointId = status?.endpoint.id
  const connected = status?.state.type === 'connected' ? status.state.engine : undefined
  // Switched to another store it is another disk.
  const engine = connected && `${connected.id} ${connected.store}`
  useEffect(() => {
    if (!listed || endpointId === undefined || engine === undefined) return undefined
    // What can't be brought now is asked for, and told, when someone looks.
    const bring = () => void prepare(bringDisk(client, endpointId)).catch(() => undefined)
    const idle = requestIdleCallback(bring)
    return () => cancelIdleCallback(idle)
  }, [client, prepare, listed, endpointId, engine])
}

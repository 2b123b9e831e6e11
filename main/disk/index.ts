import { type DiskTable, diskTable } from '@shared/domain/disk'
import type { EngineSession } from '../ports/engineSession'

export type Disk = {
  /**
   * The table of `docker system df` and the images behind it. However many ask at once, the engine is asked one at a
   * time, and all who wait share the next answer (20.10 fails on two). Throws AppFailure ENGINE_*.
   */
  table(asked?: { readonly signal?: AbortSignal }): Promise<DiskTable>
}

export function createDisk({
  session,
  now = Date.now,
}: {
  readonly session: EngineSession
  readonly now?: () => number
}): Disk {
  return {
    async table({ signal } = {}) {
      const at = now()
      return diskTable(await session.client().diskUsage({ signal }), at)
    },
  }
}

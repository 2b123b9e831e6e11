import type { CleanupRow } from '@shared/domain/cleanup'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { EngineClient } from '../../ports/engineClient'
import type { PlannedContainer } from '../plan/facts'

type ContainerRow = Extract<CleanupRow, { type: 'container' }>

/**
 * One container that was agreed to go: only while it is stopped and of that image. Its anonymous volumes stay, as with
 * `docker rm`.
 */
export async function removeStopped(client: EngineClient, planned: PlannedContainer): Promise<ContainerRow> {
  const { id, imageId } = planned
  const name = harmless(planned.name)
  const row = { type: 'container' as const, id, name }
  try {
    const found = await client.runs.find(id, {})
    if (found === undefined) return { ...row, outcome: 'gone' }
    const container = ellipsis(name, 120)
    if (found.running) return { ...row, outcome: 'left', error: appError('CONTAINER_RUNNING', { container }) }
    if (found.imageId !== imageId)
      return { ...row, outcome: 'left', error: appError('IMAGE_CHANGED', { reference: container }) }
    // No signal: a request that was sent is waited for. Without force: the engine refuses when it was started just now.
    const went = await client.runs.remove(id, { force: false, keepVolumes: true })
    return { ...row, outcome: went ? 'done' : 'gone' }
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    const outcome = cause.error.code === 'CONTAINER_RUNNING' ? 'left' : 'failed'
    return { ...row, outcome, error: cause.error }
  }
}

import { AppFailure, appError } from '@shared/errors'
import type { EngineClient } from '../ports/engineClient'
import { type EngineHttp, imagePath } from './http/engineHttp'
import { type Removed, readRemoved } from './records/removed'

export type InspectContainer = EngineClient['inspectContainer']
type Options = Parameters<EngineClient['removeImage']>[1]

/**
 * `DELETE /images/{name}`. Where a container stands in the way, its name and whether it runs are asked for, since the
 * engine's words give only its id, and when a name is removed not even that it runs.
 */
export async function removeImage(
  http: EngineHttp,
  image: string,
  { force, noPrune, signal }: Options,
  inspectContainer: InspectContainer,
): Promise<Removed> {
  const query = { ...(force ? { force: '1' } : {}), ...(noPrune === true ? { noprune: '1' } : {}) }
  const subject = { type: 'image', image } as const
  try {
    return readRemoved(await http.json({ method: 'DELETE', path: imagePath(image), query, subject, signal }))
  } catch (error) {
    if (error instanceof AppFailure) throw await nameContainer(error, inspectContainer)
    throw error
  }
}

async function nameContainer(failure: AppFailure, inspectContainer: InspectContainer): Promise<AppFailure> {
  const { code, params, detail, retryable } = failure.error
  const containerId = params.container
  if (!code.startsWith('IMAGE_IN_USE_') || typeof containerId !== 'string') return failure
  const container = await inspectContainer(containerId, {}).catch(() => undefined)
  if (container === undefined) return failure
  const settled = container.running ? 'IMAGE_IN_USE_RUNNING' : 'IMAGE_IN_USE_STOPPED'
  const named = { ...params, container: container.name, containerId: container.id }
  return new AppFailure(
    appError(settled, named, { retryable, ...(detail === undefined ? {} : { detail }) }),
    failure,
  )
}

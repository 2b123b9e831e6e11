import type { RunOptions } from '@shared/domain/run'
import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import type { ContainerEngine, InspectedContainer } from '../ports/containerEngine'
import type { EngineClient } from '../ports/engineClient'

/** Marks the containers that Strata started; on the container alone, never in an image. */
export const ownLabel = 'strata.started-for'

function isOwn({ labels }: Pick<InspectedContainer, 'labels'>): boolean {
  return labels.has(ownLabel)
}

type Asked = { readonly signal?: AbortSignal }

/** Seconds that a container has to end when it is stopped, as `docker stop` gives it. */
export const stopSeconds = 10

/** @throws AppFailure CONTAINER_NOT_FOUND */
export async function stopContainer(
  engine: ContainerEngine,
  container: string,
  { signal }: Asked,
): Promise<void> {
  const found = await mustFind(engine, container, signal)
  await engine.stop(found.id, { seconds: stopSeconds, signal })
}

/**
 * Removes a container that Strata started, or any that the person named (`named`). One that runs is stopped first.
 * @throws AppFailure CONTAINER_NOT_FOUND, CONTAINER_FOREIGN {container}
 */
export async function removeContainer(
  engine: ContainerEngine,
  container: string,
  { named, signal }: Asked & { readonly named: boolean },
): Promise<void> {
  const found = await mustFind(engine, container, signal)
  if (!named && !isOwn(found)) {
    throw new AppFailure(appError('CONTAINER_FOREIGN', { container: found.name }))
  }
  if (found.running) await engine.stop(found.id, { seconds: stopSeconds, signal })
  await engine.remove(found.id, { force: true, signal })
}

/**
 * What to run in the place of a container: its own settings with another image. What came from its image (environment,
 * command) is left to the new image; only what was given to the container itself is kept.
 */
export async function optionsLike(
  client: Pick<EngineClient, 'inspectImage' | 'runs'>,
  container: string,
  image: string,
  { signal }: Asked,
): Promise<RunOptions> {
  const found = await mustFind(client.runs, container, signal)
  const before = await client.inspectImage(found.imageId, { signal }).catch(() => undefined)
  const config = before?.config
  const inherited = new Set(config?.env ?? [])
  const isSame = (a: readonly string[], b: readonly string[] = []) => JSON.stringify(a) === JSON.stringify(b)
  return {
    image,
    name: found.name,
    ...(isSame(found.command, config?.cmd) ? {} : { command: found.command }),
    ...(isSame(found.entrypoint, config?.entrypoint) ? {} : { entrypoint: found.entrypoint }),
    env: found.env.filter((entry) => !inherited.has(entry)),
    ports: found.wantedPorts,
    publishAll: found.publishAll,
    autoRemove: found.autoRemove,
    detach: true,
  }
}

async function mustFind(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal | undefined,
): Promise<InspectedContainer> {
  const found = await engine.find(container, { signal })
  if (found !== undefined) return found
  throw new AppFailure(appError('CONTAINER_NOT_FOUND', { container: cut(harmless(container), 200) }))
}

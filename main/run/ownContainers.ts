import { ownContainerLabel, type RunOptions } from '@shared/domain/run'
import { AppFailure, appError } from '@shared/errors'
import type { ContainerEngine, InspectedContainer } from '../ports/containerEngine'
import type { EngineClient } from '../ports/engineClient'
import { mustFind } from './conflicts'

type Asked = { readonly signal?: AbortSignal }

/** Seconds that a container has to end when it is stopped, as `docker stop` gives it. */
export const stopSeconds = 10

type Chosen = Asked & {
  /** The person named this very container. */
  readonly named: boolean
}

/**
 * Stops a container that Strata started, or any that the person named.
 * @throws AppFailure CONTAINER_NOT_FOUND, CONTAINER_FOREIGN {container}
 */
export async function stopContainer(
  engine: ContainerEngine,
  container: string,
  { named, signal }: Chosen,
): Promise<void> {
  const found = await mayTouch(engine, container, { named, signal })
  await engine.stop(found.id, { seconds: stopSeconds, signal })
}

/**
 * Removes a container that Strata started, or any that the person named. One that runs is stopped first.
 * @throws AppFailure CONTAINER_NOT_FOUND, CONTAINER_FOREIGN {container}
 */
export async function removeContainer(
  engine: ContainerEngine,
  container: string,
  { named, signal }: Chosen,
): Promise<void> {
  const found = await mayTouch(engine, container, { named, signal })
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

async function mayTouch(
  engine: ContainerEngine,
  container: string,
  { named, signal }: Chosen,
): Promise<InspectedContainer> {
  const found = await mustFind(engine, container, signal)
  if (named || found.labels.has(ownContainerLabel)) return found
  throw new AppFailure(appError('CONTAINER_FOREIGN', { container: found.name }))
}

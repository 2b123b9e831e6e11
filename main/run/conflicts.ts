import { shortId } from '@shared/domain/digest'
import type { PublishedPort, RunOptions, RunRequest } from '@shared/domain/run'
import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import type { ContainerEngine, InspectedContainer, PortHolder } from '../ports/containerEngine'

export type IsPortFree = (port: PublishedPort) => Promise<boolean>

type Services = { readonly engine: ContainerEngine; readonly isPortFree?: IsPortFree }

/**
 * What can be told before anything is made: the container to be replaced is there, name and ports are to be had.
 * @throws AppFailure CONTAINER_NOT_FOUND, CONTAINER_NAME_TAKEN {name, container, image, state}, RUN_PORT_*
 */
export async function checkRun(
  services: Services,
  request: RunRequest,
  { signal }: { readonly signal: AbortSignal | undefined },
): Promise<void> {
  const { engine } = services
  const { replace, name } = request
  const old = replace === undefined ? undefined : await mustFind(engine, replace, signal)
  const holder = name === undefined ? undefined : await engine.find(name, { signal })
  // What is found may have the name as the begin of its id.
  if (name !== undefined && holder?.name === name && holder.id !== old?.id) {
    const { id, image, state } = holder
    const params = { name, container: shortId(id), image: shown(image), state }
    throw new AppFailure(appError('CONTAINER_NAME_TAKEN', params))
  }
  await checkPorts(services, request, { ignore: old?.id, signal })
}

/** @throws AppFailure CONTAINER_NOT_FOUND */
export async function mustFind(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal | undefined,
): Promise<InspectedContainer> {
  const found = await engine.find(container, { signal })
  if (found !== undefined) return found
  throw new AppFailure(appError('CONTAINER_NOT_FOUND', { container: shown(container) }))
}

/**
 * Looks whether the ports of the host are to be had, before anything is made.
 * @throws AppFailure RUN_PORT_HELD {port, container}, RUN_PORT_TAKEN {port}
 */
export async function checkPorts(
  { engine, isPortFree }: Services,
  { ports }: Pick<RunOptions, 'ports'>,
  { ignore, signal }: { readonly ignore: string | undefined; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const wanted = ports.filter(({ hostPort }) => hostPort !== undefined)
  if (wanted.length === 0) return
  const holders = await engine.portHolders({ signal })
  for (const port of wanted) {
    const holder = holders.find((each) => overlaps(each.port, port))
    if (holder !== undefined && holder.containerId !== ignore) throw held(holder)
    if (holder === undefined && isPortFree !== undefined && !(await isPortFree(port))) throw taken(port)
  }
}

/** The engine found a port taken at the start: who has it, where a container does. Other failures stay as they are. */
export async function withHolder(engine: ContainerEngine, error: unknown, own: string): Promise<unknown> {
  if (!(error instanceof AppFailure) || error.error.code !== 'RUN_PORT_TAKEN') return error
  const port = Number(error.error.params.port)
  const holders = await engine.portHolders({}).catch(() => [])
  const holder = holders.find((each) => each.port.hostPort === port && each.containerId !== own)
  return holder === undefined ? error : held(holder, error.error.detail)
}

/** A name is taken: by which container, made from what. Other failures stay as they are. */
export async function nameHolder(engine: ContainerEngine, error: unknown): Promise<unknown> {
  if (!(error instanceof AppFailure) || error.error.code !== 'CONTAINER_NAME_TAKEN') return error
  const { params, detail } = error.error
  const holder = await engine.find(String(params.container), {}).catch(() => undefined)
  if (holder === undefined) return error
  const named = { ...params, container: shortId(holder.id), image: shown(holder.image), state: holder.state }
  return new AppFailure(
    appError('CONTAINER_NAME_TAKEN', named, detail === undefined ? {} : { detail }),
    error,
  )
}

/** Same port and protocol, and not on two different addresses. */
function overlaps(a: PublishedPort, b: PublishedPort): boolean {
  if (a.hostPort !== b.hostPort || a.protocol !== b.protocol) return false
  return a.hostIp === undefined || b.hostIp === undefined || a.hostIp === b.hostIp
}

function held({ container, containerId, port }: PortHolder, detail?: string): AppFailure {
  const params = { port: port.hostPort ?? 0, container: shown(container), containerId }
  return new AppFailure(appError('RUN_PORT_HELD', params, detail === undefined ? {} : { detail }))
}

function taken({ hostPort = 0 }: PublishedPort): AppFailure {
  return new AppFailure(appError('RUN_PORT_TAKEN', { port: hostPort }))
}

function shown(text: string): string {
  return cut(harmless(text), 200)
}

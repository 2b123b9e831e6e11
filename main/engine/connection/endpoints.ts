import type { Endpoint, EndpointSource } from '@shared/domain/engine'
import { type AppError, AppFailure, appError } from '@shared/errors'
import {
  configFolder,
  currentContext,
  type DockerContext,
  readContexts,
  type TlsFiles,
  tlsFilesIn,
} from './dockerConfig'
import { type Address, defaultHost, isLoopback, kindOf, parseHost } from './hosts'

/** An endpoint with what it takes to reach it; only `endpoint` leaves main/engine. */
export type Route = { readonly endpoint: Endpoint; readonly address?: Address; readonly tls?: TlsFiles }

export type Surroundings = {
  /** Read once, when the app starts. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homedir: string
  readonly platform: NodeJS.Platform
  /** Addresses that the user typed, as typed. */
  readonly customHosts: readonly string[]
}

type Described = {
  readonly id: string
  readonly name: string
  readonly source: EndpointSource
  readonly host: string
  readonly description?: string
  readonly tls?: TlsFiles
  readonly problem?: AppError
}

/**
 * All ways to an engine that this machine knows. `current` is the one that `docker` would take: DOCKER_HOST, else
 * DOCKER_CONTEXT, else `currentContext` of config.json, else the platform's default (docker/cli, resolveContextName).
 * Custom addresses that are none are left out. A problem ENDPOINT_INSECURE does not bar an endpoint: it is used once
 * the user named it (`use`, or an earlier choice); all other problems do.
 */
export function findRoutes(surroundings: Surroundings): readonly Route[] {
  const { env, platform } = surroundings
  const folder = configFolder(env, surroundings.homedir)
  const contexts = readContexts(folder)
  const current = currentId(env, folder)
  const described = [
    ...fromEnvironment(env, folder),
    fromDefault(platform),
    ...contexts.map(fromContext),
    ...missing(current, contexts),
  ]
  const known = described.map((one) => routeOf(one, platform, one.id === current))
  return [...known, ...customRoutes(surroundings)]
}

function currentId(env: Surroundings['env'], folder: string): string {
  if (env.DOCKER_HOST) return 'environment'
  const name = env.DOCKER_CONTEXT || currentContext(folder)
  return name === undefined || name === 'default' ? 'default' : `context:${name}`
}

function fromEnvironment(env: Surroundings['env'], folder: string): readonly Described[] {
  if (!env.DOCKER_HOST) return []
  // Verification is never switched off, so DOCKER_TLS alone (TLS without it) means the same.
  const tls =
    env.DOCKER_TLS_VERIFY || env.DOCKER_TLS ? (tlsFilesIn(env.DOCKER_CERT_PATH || folder) ?? {}) : undefined
  const common = {
    id: 'environment',
    name: 'DOCKER_HOST',
    source: 'environment',
    host: env.DOCKER_HOST,
  } as const
  return [tls === undefined ? common : { ...common, tls }]
}

function fromDefault(platform: NodeJS.Platform): Described {
  return { id: 'default', name: 'default', source: 'default', host: defaultHost(platform) }
}

function fromContext(context: DockerContext): Described {
  return { ...context, id: `context:${context.name}`, source: 'context' }
}

/** docker refuses to work with a current context that is not there; so it is shown, and not passed over. */
function missing(current: string, contexts: readonly DockerContext[]): readonly Described[] {
  if (!current.startsWith('context:')) return []
  const name = current.slice('context:'.length)
  if (contexts.some((context) => context.name === name)) return []
  const problem = appError('ENDPOINT_UNKNOWN', { name: name.slice(0, 200) })
  return [{ id: current, name, source: 'context', host: '', problem }]
}

function customRoutes({ customHosts, platform }: Surroundings): readonly Route[] {
  return customHosts.flatMap((host) => {
    const route = routeOf({ id: `host:${host}`, name: host, source: 'custom', host }, platform, false)
    return route.address === undefined ? [] : [route]
  })
}

function routeOf({ tls, ...described }: Described, platform: NodeJS.Platform, current: boolean): Route {
  const bad = (problem: AppError): Route => ({
    endpoint: { ...described, kind: kindByScheme(described.host, tls), current, problem },
  })
  if (described.problem !== undefined) return bad(described.problem)
  try {
    const address = parseHost(described.host, { tls: tls !== undefined })
    const problem = problemOf(address, tls, platform)
    const endpoint = { ...described, kind: kindOf(address, tls !== undefined), current }
    const route = { endpoint: problem === undefined ? endpoint : { ...endpoint, problem }, address }
    return tls === undefined ? route : { ...route, tls }
  } catch (error) {
    if (error instanceof AppFailure) return bad(error.error)
    throw error
  }
}

function problemOf(
  address: Address,
  tls: TlsFiles | undefined,
  platform: NodeJS.Platform,
): AppError | undefined {
  if (address.kind === 'ssh') return appError('ENDPOINT_UNSUPPORTED', { kind: 'ssh' })
  if (address.kind === 'npipe' && platform !== 'win32')
    return appError('ENDPOINT_UNSUPPORTED', { kind: 'npipe' })
  if (address.kind === 'tcp' && tls === undefined && !isLoopback(address.hostname)) {
    return appError('ENDPOINT_INSECURE', { host: `${address.hostname}:${address.port}` })
  }
  return undefined
}

/** For endpoints whose address says nothing more. */
function kindByScheme(host: string, tls: TlsFiles | undefined): Endpoint['kind'] {
  const scheme = /^(\w+):\/\//.exec(host)?.[1]
  if (scheme === 'npipe' || scheme === 'ssh') return scheme
  if (scheme === 'tcp') return tls === undefined ? 'tcp' : 'tls'
  return 'unix'
}

/** True when only the user's word is missing. */
export function isAskable(problem: AppError | undefined): boolean {
  return problem?.code === 'ENDPOINT_INSECURE'
}

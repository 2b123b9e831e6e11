import type { AppError } from '../errors'

/** Where the engine keeps images. `classic`: graph drivers (overlay2). `containerd`: the containerd image store. */
export type ImageStore = 'classic' | 'containerd'

export type EndpointKind = 'unix' | 'npipe' | 'tcp' | 'tls' | 'ssh'
export type EndpointSource = 'environment' | 'context' | 'default' | 'custom'

/** One way to reach an engine. `host` is what DOCKER_HOST would say; no secret is ever in it. */
export type Endpoint = {
  readonly id: string
  readonly name: string
  readonly source: EndpointSource
  readonly kind: EndpointKind
  readonly host: string
  readonly description?: string
  /** True for the one that `docker` itself would use now. */
  readonly current: boolean
  /** Present when Strata can't use it, and says why. */
  readonly problem?: AppError
}

export type EngineInfo = {
  /** The engine's own ID (`GET /info` ID): cache key, never shown as a name. */
  readonly id: string
  readonly version: string
  readonly apiVersion: string
  readonly os: string
  readonly architecture: string
  readonly name: string
  readonly store: ImageStore
  readonly storageDriver: string
  readonly rootDir: string
}

export type EngineState =
  | { readonly type: 'connecting'; readonly since: number }
  | { readonly type: 'connected'; readonly since: number; readonly engine: EngineInfo }
  /** `since`: when it was lost (ms since epoch). `engine`: what it was, when it was ever reached. */
  | { readonly type: 'lost'; readonly since: number; readonly error: AppError; readonly engine?: EngineInfo }

export type EngineStatus = { readonly endpoint: Endpoint; readonly state: EngineState }

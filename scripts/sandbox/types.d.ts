export type EngineName = 'default' | '20.10' | '26.1' | 'newest' | 'newest-containerd'

export type Note = (line: string) => void

export interface BringUpOptions {
  engine?: EngineName
  registry?: boolean
  samples?: boolean
  log?: Note
  /** merged over the daemon.json of a private engine */
  daemonConfig?: Readonly<Record<string, unknown>>
  /** where the sandbox's folder goes, such as a small disk; no longer than some 40 characters */
  place?: string
}

export interface RegistryInfo {
  host: string
  pid: number
}

export interface HtpasswdRegistryInfo extends RegistryInfo {
  username: string
  password: string
}

/** What anyone needs to use a sandbox; plain data, written to the file that STRATA_SANDBOX names. */
export interface SandboxInfo {
  name: string
  engineVersion: string
  apiVersion: string
  store: 'classic' | 'containerd'
  host: string
  socketPath: string
  dataRoot: string
  cli: string
  cliEnv: Record<string, string>
  busybox?: string
  registry?: RegistryInfo
  htpasswdRegistry?: HtpasswdRegistryInfo
  samples?: SampleNames
}

/** The names that the demo's sample images and containers got, by what they show. */
export interface SampleNames {
  family: readonly string[]
  multiStage: string
  severalTags: readonly string[]
  byDigest: string
  runningContainer: string
  stoppedContainer: string
  dangling: readonly string[]
}

/** A private engine's process, for tests that break it. */
export interface EngineProcess {
  readonly pid: number
  /** the engine dies at once, its containers and data stay */
  kill9(): Promise<void>
  /** SIGTERM and the engine's own orderly end */
  stop(): Promise<void>
  /** up again on the same socket and data; stops a running one first */
  restart(): Promise<void>
}

export interface Sandbox {
  info: SandboxInfo
  /** the same as JSON in a file, for the variable STRATA_SANDBOX; goes with the sandbox */
  infoFile: string
  close(): Promise<void>
  engineProcess: EngineProcess | undefined
}

/** The programs of one engine, wherever they come from. */
export interface Toolset {
  /** folders for PATH, first wins */
  path: readonly string[]
  dockerd: string
  containerd: string
  cli: string
  buildx: string | undefined
  init: string | undefined
  registry: string | undefined
  busybox: string | undefined
}

/** A sandbox before it has anyone to close it. */
export type Started = Pick<Sandbox, 'info' | 'engineProcess'>

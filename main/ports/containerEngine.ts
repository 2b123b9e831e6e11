import type { ImageId } from '@shared/domain/image'
import type { PublishedPort } from '@shared/domain/run'

type Asked = { readonly signal?: AbortSignal }

/** What a container is made from. */
export type ContainerSpec = {
  readonly name?: string
  /** Reference or id. */
  readonly image: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  /** `NAME=value` */
  readonly env: readonly string[]
  readonly ports: readonly PublishedPort[]
  /** `-P`: every exposed port on a free port of the host. */
  readonly publishAll: boolean
  /** The engine removes it when it ends. */
  readonly autoRemove: boolean
  readonly labels: ReadonlyMap<string, string>
}

export type InspectedContainer = {
  readonly id: string
  readonly name: string
  readonly imageId: ImageId
  /** What it was created from. */
  readonly image: string
  readonly state: string
  /** Running, paused or restarting. */
  readonly running: boolean
  readonly exitCode?: number
  readonly outOfMemory: boolean
  /** The engine's words when it could not be started. */
  readonly error?: string
  readonly autoRemove: boolean
  readonly labels: ReadonlyMap<string, string>
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly env: readonly string[]
  /** As asked for when it was created; a port of the host may be left to the engine. */
  readonly wantedPorts: readonly PublishedPort[]
  readonly publishAll: boolean
  /** As they are now. */
  readonly ports: readonly PublishedPort[]
  /** The engine's own settings, for making the same again. Opaque. */
  readonly recipe: ContainerRecipe
}

/** `Config`, `HostConfig` and networks as the engine told them; only for `recreate`. */
export type ContainerRecipe = { readonly opaque: unknown }

export type PortHolder = {
  readonly containerId: string
  readonly container: string
  readonly port: PublishedPort
}

export type OutputPiece = { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }

/**
 * Containers of an engine. Throws AppFailure ENGINE_*, CONTAINER_NOT_FOUND, CONTAINER_NAME_TAKEN {name},
 * RUN_PORT_TAKEN {port}, RUN_COMMAND_INVALID, RUN_NO_COMMAND, IMAGE_NOT_FOUND, RUN_REFUSED (what it says of other settings).
 */
export interface ContainerEngine {
  /** Returns the id. */
  create(spec: ContainerSpec, options: Asked): Promise<string>
  recreate(recipe: ContainerRecipe, name: string, options: Asked): Promise<string>
  /** `image`: what it was made from, for the error's sentence. */
  start(id: string, options: Asked & { readonly image?: string }): Promise<void>
  /** Ends when it has ended; on a container that has ended it changes nothing. Seconds until it is killed. */
  stop(id: string, options: Asked & { readonly seconds: number }): Promise<void>
  rename(id: string, name: string, options: Asked): Promise<void>
  /**
   * Its anonymous volumes go too, unless they are to be kept. @returns false when it was gone already
   * @throws AppFailure CONTAINER_RUNNING without force
   */
  remove(
    id: string,
    options: Asked & { readonly force: boolean; readonly keepVolumes?: boolean },
  ): Promise<boolean>
  /** undefined when there is none of that name or id. */
  find(container: string, options: Asked): Promise<InspectedContainer | undefined>
  /** Who has ports of the host now. */
  portHolders(options: Asked): Promise<readonly PortHolder[]>
  /**
   * Resolves when the engine listens; call it before `start` and nothing is missed. The output ends with the container.
   */
  attach(id: string, options: { readonly signal: AbortSignal }): Promise<AsyncIterable<OutputPiece>>
  /** Resolves when the engine listens; `exit` resolves with the exit code of the next end. */
  watchExit(
    id: string,
    options: { readonly signal: AbortSignal; readonly removed: boolean },
  ): Promise<{ readonly exit: Promise<number> }>
}

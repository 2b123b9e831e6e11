import type { DiskUsageBesideImages, DiskUsageFacts, DiskUsageOfImages } from '@shared/domain/disk'
import type { Endpoint, EngineInfo } from '@shared/domain/engine'
import type { ContainerUse, ImageId } from '@shared/domain/image'
import type { BuildEngine } from './buildEngine'
import type { ContainerEngine } from './containerEngine'
import type { CredentialSource } from './credentialSource'
import type { ImageSearch } from './registryClient'
import type { StorageRequests } from './storage'
import type { TransferEngine } from './transferEngine'

/**
 * What use cases see of an engine. Everything here is normalised: no `RepoTags`, no `<none>`, no -1 (absent is
 * undefined), times in ms since the epoch. Every method throws AppFailure with a code of shared/errors.ts
 * (ENGINE_LOST, IMAGE_NOT_FOUND, ...) and takes an AbortSignal; an abort rejects with the signal's reason.
 */
export interface EngineClient extends StorageRequests {
  readonly endpoint: Endpoint
  readonly info: EngineInfo
  /**
   * GET /images/json?all=1: intermediate images too. One request. `references`: only images with one of these familiar
   * names (`redis:7`); cheap where the whole list is dear.
   */
  listImages(options: {
    readonly signal?: AbortSignal
    readonly references?: readonly string[]
  }): Promise<readonly ListedImage[]>
  /**
   * The engine's own shared sizes of dangling images. One request: the list with `dangling=true&shared-size=1` from API
   * 1.42 on, before that `/system/df`, which names other images too.
   */
  sharedSizes(options: {
    readonly signal?: AbortSignal
  }): Promise<ReadonlyMap<ImageId, { size: number; sharedSize?: number }>>
  /** GET /containers/json?all=1. One request. */
  listContainers(options: { readonly signal?: AbortSignal }): Promise<readonly ListedContainer[]>
  /** Undefined when it is gone: it may end between its event and this. */
  inspectContainer(
    id: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<ListedContainer | undefined>
  inspectImage(image: string, options: { readonly signal?: AbortSignal }): Promise<InspectedImage>
  /** The inspect answer as the engine sent it (parsed JSON). */
  rawInspect(image: string, options: { readonly signal?: AbortSignal }): Promise<unknown>
  imageHistory(image: string, options: { readonly signal?: AbortSignal }): Promise<readonly ListedHistory[]>
  /** POST /images/{id}/tag. `repository` in familiar or canonical form without tag. */
  tagImage(
    imageId: ImageId,
    repository: string,
    tag: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<void>
  /** DELETE /images/{name}. The engine's own Untagged and Deleted, in its order. `noPrune` keeps untagged parents. */
  removeImage(
    image: string,
    options: { readonly force: boolean; readonly noPrune?: boolean; readonly signal?: AbortSignal },
  ): Promise<{ readonly untagged: readonly string[]; readonly deleted: readonly string[] }>
  /** `/system/df` LayersSize: bytes of all layers. At most one such request is in flight (20.10 fails on two). */
  layersSize(options: { readonly signal?: AbortSignal }): Promise<number>
  /** The whole of `/system/df`, in turn with the one above. */
  diskUsage(options: { readonly signal?: AbortSignal }): Promise<DiskUsageFacts>
  /**
   * `/system/df` without images, its dear part (5,000: 0.4 s on the classic store, 7-11 s on the containerd store). Before
   * API 1.42 the engine tells all or nothing: then `ofImages` is there too.
   */
  diskUsageBesideImages(options: { readonly signal?: AbortSignal }): Promise<DiskUsageBesideImages>
  /** The other half. */
  diskUsageOfImages(options: { readonly signal?: AbortSignal }): Promise<DiskUsageOfImages>
  readonly transfers: TransferEngine
  readonly runs: ContainerEngine
  /** Builds ask for the credentials of the registries that their bases come from. */
  builds(credentials: CredentialSource): BuildEngine
  /** By the engine's own network. */
  readonly search: ImageSearch
  /**
   * GET /events from `since` on. Yields until the signal aborts (returns) or the stream breaks (throws
   * AppFailure ENGINE_LOST): an end of the stream without an abort is a break.
   */
  events(options: { readonly since?: number; readonly signal: AbortSignal }): AsyncIterable<EngineEvent>
  /**
   * What the engine still has of the events from `since` on that came before this connection: among its last 256 of all
   * kinds, which do not outlive it. Oldest first.
   */
  pastEvents(options: {
    readonly since?: number
    readonly signal?: AbortSignal
  }): Promise<readonly EngineEvent[]>
  /** Milliseconds by which the engine's clock was ahead of ours when it was met; events and containers have its time. */
  readonly clockAhead: number
  /** Closes kept-alive sockets. */
  close(): void
}

export type ListedImage = {
  readonly id: ImageId
  /** As the engine lists them, `<none>` dropped. */
  readonly tags: readonly string[]
  readonly repoDigests: readonly string[]
  readonly parentId?: ImageId
  readonly created?: number
  readonly size: number
  readonly labels: ReadonlyMap<string, string>
  readonly platform?: string
}

export type ListedContainer = ContainerUse & {
  readonly imageId: ImageId
  readonly created?: number
  /** When it was last started, and when it last ended; told by an inspect only. */
  readonly started?: number
  readonly finished?: number
}

export type InspectedImage = {
  readonly id: ImageId
  readonly tags: readonly string[]
  readonly repoDigests: readonly string[]
  readonly parentId?: ImageId
  readonly created?: number
  readonly lastTagged?: number
  readonly size: number
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  readonly author?: string
  readonly comment?: string
  readonly dockerVersion?: string
  readonly diffIds: readonly string[]
  readonly config: InspectedConfig
}

export type InspectedConfig = {
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly env: readonly string[]
  readonly exposedPorts: readonly string[]
  readonly volumes: readonly string[]
  readonly user?: string
  readonly workdir?: string
  readonly stopSignal?: string
  readonly shell?: readonly string[]
  readonly onBuild: readonly string[]
  /** Nanoseconds as the engine has them. */
  readonly healthcheck?: {
    readonly test: readonly string[]
    readonly interval?: number
    readonly timeout?: number
    readonly startPeriod?: number
    readonly retries?: number
  }
  readonly labels: ReadonlyMap<string, string>
}

export type ListedHistory = {
  readonly imageId?: ImageId
  readonly created?: number
  readonly createdBy: string
  readonly comment: string
  readonly size: number
  readonly tags: readonly string[]
}

export type EngineEvent =
  | {
      readonly type: 'image'
      /** tag, untag, delete, pull, push, load, import, save, create, prune, ... as the engine says it. */
      readonly action: string
      /** Image id where the event names one. */
      readonly imageId?: ImageId
      /** Reference where the event names one. */
      readonly reference?: string
      readonly time: number
    }
  | {
      readonly type: 'container'
      readonly action: string
      readonly containerId: string
      readonly name?: string
      readonly image?: string
      /** commit: the image that was made. */
      readonly madeImage?: ImageId
      readonly time: number
    }
  | { readonly type: 'builder'; readonly action: string; readonly time: number }

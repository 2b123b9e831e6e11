import type { AppError } from '../errors'
import type { ContainerUse, ImageId } from './image'
import type { RemovalStepResult } from './removal'
import type { Reclaim } from './sizes'

/** Why an image of the request can't go, or goes in part only. */
export type Blocker =
  /** Running ones first. */
  | { readonly type: 'containers'; readonly containers: readonly BlockingContainer[] }
  | {
      readonly type: 'children'
      readonly children: readonly { readonly imageId: ImageId; readonly name?: string }[]
    }
  /** Names that the request does not take hold it. */
  | { readonly type: 'otherNames'; readonly references: readonly string[] }

/** `since`: when it was started, ended, or made where it never ran; where that is known (ms). */
export type BlockingContainer = ContainerUse & { readonly since?: number }

/** Why an image that the request fits stays, or some of its names. */
export type Keep =
  | { readonly type: 'unticked' }
  /** `by`: the pin as it was written. */
  | { readonly type: 'pinned'; readonly by: string }
  /** `rank`: 1 is the newest. */
  | { readonly type: 'newest'; readonly repository: string; readonly rank: number }

/**
 * deleted: the image goes with all its names. untagged: some names go, the image stays; `blocker` or `keep` tell why.
 * blocked and kept: nothing of it goes.
 */
export type CleanupVerdict = 'deleted' | 'untagged' | 'blocked' | 'kept'

/** One image of a plan. */
export type CleanupItem = {
  readonly imageId: ImageId
  /** Best name to show. */
  readonly name: string
  readonly created?: number
  readonly size: number
  readonly verdict: CleanupVerdict
  /** Names that go, in their order. */
  readonly untagged: readonly string[]
  /** Untagged parents that go along. */
  readonly parents: readonly ImageId[]
  readonly forced?: true
  readonly blocker?: Blocker
  readonly keep?: Keep
  /** What would come back if this one alone went; absent where only names go. */
  readonly alone?: Reclaim
}

/** One record of the build cache that the request fits. */
export type CacheItem = {
  readonly id: string
  readonly recordType: string
  readonly description: string
  readonly bytes: number
  readonly lastUsed?: number
  readonly verdict: 'removed' | 'blocked' | 'kept'
  /** A record that stays stands on it, or a build uses it. */
  readonly blocker?: 'inUse' | 'children'
  /** shared: an image has its layer. recent: among the newest that `keepBytes` lets stay. */
  readonly keep?: 'unticked' | 'shared' | 'recent'
}

export type CleanupContainer = ContainerUse & { readonly imageId: ImageId; readonly writable?: number }

/** A plan without its lines. */
export type CleanupSummary = {
  /** Hand it back to carry out exactly this. */
  readonly id: string
  /** ms since the epoch. */
  readonly at: number
  readonly images: Readonly<Record<CleanupVerdict, number>>
  readonly cache: Readonly<Record<CacheItem['verdict'], number>>
  /** Stopped ones that are removed first. */
  readonly containers: readonly CleanupContainer[]
  /** After the whole plan. */
  readonly reclaim: Reclaim
  /** Chosen targets that are not there any more; at most 100 of them are named. */
  readonly missing: readonly string[]
}

/** Lines of a plan: images in the order in which they go, then records of the cache. A message stays under 1 MB. */
export type CleanupPlanPage = {
  readonly plan: CleanupSummary
  readonly items: readonly CleanupItem[]
  readonly cache: readonly CacheItem[]
  /** Hand it back to get the next page. */
  readonly next?: number
}

/** How the names that a removal took can come back. */
export type GiveBack =
  /** The image is still there: the tag is set again. */
  | { readonly type: 'tag'; readonly reference: string; readonly imageId: ImageId }
  /** `from`: repository@digest that a registry knows. */
  | { readonly type: 'pull'; readonly reference: string; readonly from: string }
  /** Made here, or nobody knows where it came from. */
  | { readonly type: 'none'; readonly reference: string }

/** The end of a giving back: the tag is set, or a job pulls and then sets it. */
export type GivenBack =
  | { readonly type: 'tagged'; readonly reference: string }
  | { readonly type: 'pulling'; readonly jobId: string }

export type CleanupRow =
  | {
      readonly type: 'image'
      readonly result: RemovalStepResult
      /** One for each name that went. */
      readonly giveBack: readonly GiveBack[]
    }
  | {
      readonly type: 'container'
      readonly id: string
      readonly name: string
      readonly outcome: CleanupOutcome
      readonly error?: AppError
    }
  | {
      readonly type: 'cache'
      readonly id: string
      readonly description: string
      readonly bytes: number
      readonly outcome: CleanupOutcome
      readonly error?: AppError
    }

/** done: seen to be gone. gone: it was before. left: not touched, `error` says why. untouched: its turn did not come. */
export type CleanupOutcome = 'done' | 'gone' | 'left' | 'failed' | 'untouched'

export type CleanupRows = {
  readonly rows: readonly CleanupRow[]
  readonly total: number
  readonly next?: number
}

/** In short; the rows are asked for page by page (`cleanup.report`). */
export type CleanupReport = {
  readonly predicted: Reclaim
  /** The sums as they were before, for what is verifiably gone now. */
  readonly freed: Reclaim
  /**
   * Bytes by which the engine's own accounting fell: layers, records of the cache that no image shares, and writable layers.
   * What others did meanwhile is in it. Absent when the engine could not be asked.
   */
  readonly accounted?: number
  /** Images that went, and names that went while their image stayed. */
  readonly deleted: number
  readonly untagged: number
  /** Containers and records of the cache that went. */
  readonly containers: number
  readonly cache: number
  readonly gone: number
  readonly dropped: number
  readonly failed: number
  readonly untouched: number
  /** Names that can come back. */
  readonly canGiveBack: number
}

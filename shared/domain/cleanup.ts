import { z } from 'zod'
import type { AppError } from '../errors'
import type { ContainerUse, ImageId } from './image'
import type { RemovalStep, RemovalStepResult } from './removal'
import type { Reclaim, StoredBytes } from './sizes'

const imageId = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const reference = z.string().min(1).max(512)

/**
 * What a plan is asked for. Images: those of `which`, of them those that all the narrowing ones fit; then `keepNewest` and `never`
 * take some out. `which` absent: no images, the build cache only.
 */
export const cleanupRequestSchema = z
  .object({
    which: z
      .discriminatedUnion('type', [
        /** Without any name, and nothing built on them. */
        z.object({ type: z.literal('dangling') }).strict(),
        /** No container uses them, running or stopped. */
        z.object({ type: z.literal('unused') }).strict(),
        /** All of them: for `keepNewest`, `reference` and others that say themselves what goes. */
        z.object({ type: z.literal('all') }).strict(),
        z
          .object({
            type: z.literal('chosen'),
            targets: z
              .array(
                z.discriminatedUnion('type', [
                  z.object({ type: z.literal('reference'), reference, imageId }).strict(),
                  z.object({ type: z.literal('image'), imageId }).strict(),
                ]),
              )
              .max(20_000),
          })
          .strict(),
      ])
      .optional(),
    /** Made so many days ago or longer. */
    olderThanDays: z.number().min(0).max(36_500).optional(),
    /** Not used for at least so many days, as far as anything was seen. */
    unusedForDays: z.number().min(0).max(36_500).optional(),
    /** `key` or `key=value`; all must fit. */
    labels: z.array(z.string().min(1).max(4096)).max(20).optional(),
    /** Docker's glob over references: takes those names only, the image when it has no other. */
    reference: z.string().min(1).max(512).optional(),
    /** Bytes, as the list says them. */
    biggerThan: z.number().min(0).optional(),
    /** Of each repository (of those that `repository` fits, a glob) the newest `count` tags stay. */
    keepNewest: z
      .object({ count: z.number().int().min(1).max(1000), repository: z.string().max(512).optional() })
      .strict()
      .optional(),
    /** Pins of this plan beside those of the settings: globs over references, or image ids. */
    never: z.array(z.string().min(1).max(512)).max(1000).optional(),
    buildCache: z
      .object({
        /** Not used for so many days. */
        olderThanDays: z.number().min(0).max(36_500).optional(),
        types: z.array(z.string().min(1).max(64)).max(20).optional(),
        /** Newest used records stay up to so many bytes. */
        keepBytes: z.number().min(0).optional(),
      })
      .strict()
      .optional(),
    /** Stopped containers that the person agreed to remove first, by full id. */
    removeContainers: z.array(z.string().min(1).max(128)).max(5000).optional(),
    /** Unticked: images and records of the cache that stay though the request fits them. */
    except: z.array(z.string().min(1).max(512)).max(20_000).optional(),
  })
  .strict()

export type CleanupRequest = z.infer<typeof cleanupRequestSchema>

/** Why an image of the request can't go, or goes in part only. */
export type Blocker =
  | { readonly type: 'containers'; readonly containers: readonly ContainerUse[] }
  | {
      readonly type: 'children'
      readonly children: readonly { readonly imageId: ImageId; readonly name?: string }[]
    }
  /** Names that the request does not take hold it. */
  | { readonly type: 'otherNames'; readonly references: readonly string[] }

/** Why an image that the request fits stays. */
export type Keep =
  | { readonly type: 'unticked' }
  | { readonly type: 'pinned'; readonly by: string }
  | { readonly type: 'newest'; readonly repository: string; readonly rank: number }

export type CleanupVerdict = 'deleted' | 'untagged' | 'blocked' | 'kept'

/** One image of a plan. */
export type CleanupItem = {
  readonly imageId: ImageId
  /** Best name to show. */
  readonly name: string
  readonly created?: number
  readonly size: number
  readonly verdict: CleanupVerdict
  /** In the order in which they run; empty unless something goes. */
  readonly steps: readonly RemovalStep[]
  readonly untagged: readonly string[]
  /** Untagged parents that go along. */
  readonly parents: readonly ImageId[]
  readonly blocker?: Blocker
  readonly keep?: Keep
  /** What comes back when this one alone goes. */
  readonly alone?: Reclaim
}

export type CacheItem = {
  readonly id: string
  readonly recordType: string
  readonly description: string
  readonly bytes: number
  readonly lastUsed?: number
  readonly verdict: 'removed' | 'blocked' | 'kept'
  /** A record that stays stands on it, or a build uses it. */
  readonly blocker?: 'inUse' | 'children'
}

export type CleanupPlan = {
  /** Hand it back to carry out exactly this. */
  readonly id: string
  readonly items: readonly CleanupItem[]
  readonly cache: readonly CacheItem[]
  /** Removed first, with their writable bytes. */
  readonly containers: readonly (ContainerUse & { readonly writable?: number })[]
  /** After the whole plan. */
  readonly reclaim: Reclaim
  readonly command: string
  /** ms since the epoch. */
  readonly at: number
}

/** Measured by the engine's own accounting before and after. */
export type CleanupReport = {
  readonly predicted: Reclaim
  readonly freed?: StoredBytes
  readonly results: readonly RemovalStepResult[]
  readonly containers: readonly { readonly id: string; readonly name: string; readonly error?: AppError }[]
  readonly cache: { readonly removed: number; readonly bytes: number; readonly error?: AppError }
}

/** How the names that a removal took can come back. */
export type GiveBack =
  /** The image is still there: the tag is set again. */
  | { readonly type: 'tag'; readonly reference: string; readonly imageId: ImageId }
  | { readonly type: 'pull'; readonly reference: string; readonly digest: string }
  | { readonly type: 'none'; readonly reference: string }

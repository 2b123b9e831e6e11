import { z } from 'zod'

const imageId = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const reference = z.string().min(1).max(512)
const days = z.number().min(0).max(36_500)

const which = z.discriminatedUnion('type', [
  /** Without any name, and nothing built on them. */
  z.object({ type: z.literal('dangling') }).strict(),
  /** No container uses them. Those that only stopped containers use are shown as blocked. */
  z.object({ type: z.literal('unused') }).strict(),
  /** All of them: for `keepNewest`, `reference` and others that say themselves what goes. */
  z.object({ type: z.literal('all') }).strict(),
  z
    .object({
      type: z.literal('chosen'),
      targets: z
        .array(
          z.discriminatedUnion('type', [
            /** This name, tag or repository@digest, and the image when it has no other. */
            z.object({ type: z.literal('reference'), reference, imageId }).strict(),
            /** The image with all its names. */
            z.object({ type: z.literal('image'), imageId }).strict(),
          ]),
        )
        .max(20_000),
      /** The person confirmed that images go from under their stopped containers, and names from running ones. */
      force: z.boolean().optional(),
    })
    .strict(),
])

/**
 * What a plan is asked for. Images: those of `which`, of them those that all the narrowing ones fit; then `keepNewest` and
 * `never` take some out. `which` absent: no images, the build cache and containers only.
 *
 * An image goes whole or not at all, unless the request speaks of names (`reference`, `keepNewest`, a chosen reference): then
 * those names go, and the image with its last one.
 */
export const cleanupRequestSchema = z
  .object({
    which: which.optional(),
    /** Made so many days ago or longer; an image that does not say when is not. */
    olderThanDays: days.optional(),
    /** Not used for at least so many days, as far as anything was seen. */
    unusedForDays: days.optional(),
    /** `key` or `key=value`; all must fit. */
    labels: z.array(z.string().min(1).max(4096)).max(20).optional(),
    /** Docker's glob over references: takes those names only, the image when it has no other. */
    reference: z.string().min(1).max(512).optional(),
    /** Bytes, as the list says them. */
    biggerThan: z.number().min(0).optional(),
    /** Tags of each repository (of those that `repository` fits, a glob) but the newest `count` ones. */
    keepNewest: z
      .object({ count: z.number().int().min(1).max(1000), repository: z.string().max(512).optional() })
      .strict()
      .optional(),
    /** Pins of this plan beside those of the settings: globs over references, or image ids (12 digits of one are enough). */
    never: z.array(z.string().min(1).max(512)).max(1000).optional(),
    buildCache: z
      .object({
        /** Not used for so many days. */
        olderThanDays: days.optional(),
        types: z.array(z.string().min(1).max(64)).max(20).optional(),
        /** Newest used records stay until the whole cache has so many bytes. */
        keepBytes: z.number().min(0).optional(),
        /** Also those whose layer an image has too: `docker builder prune --all`. They free nothing while it has it. */
        all: z.boolean().optional(),
      })
      .strict()
      .optional(),
    /** Stopped containers that the person agreed to remove first, by full id. */
    removeContainers: z.array(z.string().min(1).max(128)).max(2000).optional(),
    /** Unticked: images by id, names, records of the cache by id. They stay though the request fits them. */
    except: z.array(z.string().min(1).max(512)).max(20_000).optional(),
  })
  .strict()

export type CleanupRequest = z.infer<typeof cleanupRequestSchema>
export type CleanupTarget = Extract<
  NonNullable<CleanupRequest['which']>,
  { type: 'chosen' }
>['targets'][number]

import { z } from 'zod'

/** About a hundred years. */
export const maxUnusedDays = 36_500

/**
 * The filters of `docker images -f`, with the same meanings. `before` and `since` name an image: rows created
 * before or after it. `reference` is a glob as Docker's own (path.Match: `*` does not cross `/`).
 */
export const imageFilterSchema = z.object({
  text: z.string().max(1024).optional(),
  use: z.enum(['inUse', 'unused']).optional(),
  naming: z
    .array(z.enum(['tagged', 'digestOnly', 'dangling', 'intermediate']))
    .max(4)
    .optional(),
  /** `key` or `key=value`; all must match. */
  labels: z.array(z.string().max(4096)).max(20).optional(),
  before: z.string().max(512).optional(),
  since: z.string().max(512).optional(),
  reference: z.string().max(512).optional(),
  /** Made at least so many days ago. */
  olderThanDays: z.number().int().min(1).max(maxUnusedDays).optional(),
  /** Bytes, as the list says them. */
  biggerThan: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  /** No container of it was at work for at least so many days, and nothing was missed (ledger.ts). */
  unusedForDays: z.number().int().min(1).max(maxUnusedDays).optional(),
})

export type ImageFilter = z.infer<typeof imageFilterSchema>

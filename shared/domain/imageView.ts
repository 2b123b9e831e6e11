import { z } from 'zod'
import { imageFilterSchema } from './imageFilter'

export const imageGroupings = ['flat', 'repository', 'base'] as const
export type ImageGrouping = (typeof imageGroupings)[number]

/** What someone has set in the list of images, under a name. */
export const savedImageViewSchema = z.object({
  name: z.string().min(1).max(60),
  filter: imageFilterSchema,
  sort: z.object({ key: z.string().max(64), direction: z.enum(['ascending', 'descending']) }),
  grouping: z.enum(imageGroupings),
  columns: z.array(z.string().max(64)).max(32).optional(),
})

export type SavedImageView = z.infer<typeof savedImageViewSchema>

import type { ImageId } from '@shared/domain/image'
import { cut } from '@shared/text'
import { z } from 'zod'
import { CacheFile } from './cacheFile'
import { engineFile } from './engineKey'

/** The last list that an engine confirmed, for painting before it answers again. */
export type CachedList = {
  /** When it was confirmed, ms since the epoch. */
  readonly at: number
  readonly images: readonly CachedImage[]
  readonly containers: readonly CachedContainer[]
}

const strings = z.array(z.string())
const image = z.object({
  id: z.string(),
  tags: strings,
  digests: strings,
  created: z.number().optional(),
  size: z.number(),
  platform: z.string().optional(),
  parentId: z.string().optional(),
  was: z.object({ tag: z.string(), until: z.number(), movedTo: z.string().optional() }).optional(),
  labels: z.array(z.tuple([z.string(), z.string()])),
})
const container = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  running: z.boolean(),
  createdFrom: z.string(),
  imageId: z.string(),
  created: z.number().optional(),
})
const list = z.object({ at: z.number(), images: z.array(image), containers: z.array(container) })

export type CachedImage = Readonly<z.infer<typeof image>>
export type CachedContainer = Readonly<z.infer<typeof container>>

const version = 1
const maxBytes = 64_000_000
/** Labels of hostile images are many and huge: a cache holds the start of some. */
const maxLabelChars = 256
const maxLabels = 200

export function cutLabels(labels: ReadonlyMap<string, string>): [string, string][] {
  const kept: [string, string][] = []
  for (const [name, value] of labels) {
    if (kept.length >= maxLabels) break
    if (name.length <= maxLabelChars) kept.push([name, cut(value, maxLabelChars)])
  }
  return kept
}

/** One file an engine and store, under `folder`. */
export class ImageListCache {
  readonly #file: CacheFile

  constructor(folder: string, key: string) {
    this.#file = new CacheFile(engineFile(folder, 'images', key), version, maxBytes)
  }

  async read(): Promise<CachedList | undefined> {
    const parsed = list.safeParse(await this.#file.read())
    return parsed.success ? parsed.data : undefined
  }

  async write(value: CachedList): Promise<boolean> {
    return await this.#file.write(value)
  }
}

/** Labels by image id, as the index keeps them. */
export type LabelIndex = ReadonlyMap<ImageId, ReadonlyMap<string, string>>

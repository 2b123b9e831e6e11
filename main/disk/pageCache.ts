import { z } from 'zod'
import { CacheFile } from '../cache/cacheFile'
import { engineFile } from '../cache/engineKey'

/** The last page that an engine confirmed: `text` is sent on as it is. `at`: ms since the epoch. */
const stored = z.object({ at: z.number(), text: z.string() })

export type CachedPage = Readonly<z.infer<typeof stored>>

/** Goes up with PackedPage: the text is not looked into here. */
const version = 2
const maxBytes = 32_000_000

/** One file an engine and store, under `folder`. */
export class PageCache {
  readonly #file: CacheFile

  constructor(folder: string, key: string) {
    this.#file = new CacheFile(engineFile(folder, 'disk', key), version, maxBytes)
  }

  async read(): Promise<CachedPage | undefined> {
    const parsed = stored.safeParse(await this.#file.read())
    return parsed.success ? parsed.data : undefined
  }

  async write(page: CachedPage): Promise<boolean> {
    return await this.#file.write(page)
  }
}

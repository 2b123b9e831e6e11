import type { ImageId, ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import type { ImageFacts, ImageFactsCache } from '../cache/imageFacts'
import type { EngineClient, InspectedImage } from '../ports/engineClient'
import type { Chain } from './baseImage'
import { platformOf } from './imageEntry'
import { inParallel, widthOf } from './inParallel'
import { isGone } from './reconciler'

/** The immutable facts of images: from the cache, else by one inspect, once ever. */
export class Chains {
  readonly #asked = new Map<ImageId, Promise<ImageFacts | undefined>>()

  constructor(
    private readonly client: EngineClient,
    private readonly cache: ImageFactsCache,
  ) {}

  /** Requests in flight that this engine takes. */
  get width(): number {
    return widthOf(this.client.info.store)
  }

  /** Keeps what an inspect made for another reason has told. */
  note(image: InspectedImage): void {
    this.cache.set(image.id, factsOf(image))
  }

  async facts(id: ImageId, signal?: AbortSignal): Promise<ImageFacts | undefined> {
    await this.cache.ready()
    const known = this.cache.get(id)
    if (known !== undefined) return known
    const asked = this.#asked.get(id) ?? this.#ask(id, signal)
    this.#asked.set(id, asked)
    return await asked.finally(() => this.#asked.delete(id))
  }

  /** Chains of these images, those that are gone left out. */
  async of(rows: readonly ImageRow[], signal?: AbortSignal): Promise<readonly Chain[]> {
    const found: Chain[] = []
    await inParallel(rows, this.width, async (row) => {
      const facts = await this.facts(row.id, signal)
      if (facts !== undefined) found.push(chainOf(row, facts))
    })
    return found
  }

  /** Those of these images that are known by now. */
  known(rows: readonly ImageRow[]): readonly Chain[] {
    return rows.flatMap((row) => {
      const facts = this.cache.get(row.id)
      return facts === undefined ? [] : [chainOf(row, facts)]
    })
  }

  async #ask(id: ImageId, signal: AbortSignal | undefined): Promise<ImageFacts | undefined> {
    try {
      const image = await this.client.inspectImage(id, { signal })
      this.note(image)
      return this.cache.get(image.id)
    } catch (cause) {
      if (isGone(cause)) return undefined
      throw cause
    }
  }
}

export function factsOf(image: InspectedImage): ImageFacts {
  return { diffIds: image.diffIds, platform: platformOf(image) }
}

function chainOf(row: ImageRow, { diffIds }: ImageFacts): Chain {
  const name = firstName(row)
  return { id: row.id, diffIds, ...(name && { name }) }
}

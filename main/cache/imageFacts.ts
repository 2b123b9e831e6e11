import type { ImageId } from '@shared/domain/image'
import { z } from 'zod'
import { KeptFile } from './keptFile'

/** What never changes as long as an image keeps its id. */
export type ImageFacts = {
  readonly diffIds: readonly string[]
  /** `os/architecture[/variant]` */
  readonly platform: string
}

// Layers are shared between images: each diffId stands once, images point at it by number.
const stored = z.object({
  diffIds: z.array(z.string()),
  images: z.array(z.tuple([z.string(), z.string(), z.array(z.number().int().nonnegative())])),
})

const version = 1
const maxBytes = 32_000_000
const maxImages = 50_000

/** Facts of images of one engine: read once ever, kept over restarts. Least recently used ones go first. */
export class ImageFactsCache {
  readonly #facts = new Map<ImageId, ImageFacts>()
  readonly #file: KeptFile

  constructor(folder: string, key: string) {
    const load = (kept: unknown) => this.#load(kept)
    const pack = () => this.#pack()
    this.#file = new KeptFile({ folder, name: 'facts', key, version, maxBytes, load, pack })
  }

  async ready(): Promise<void> {
    await this.#file.ready()
  }

  get(id: ImageId): ImageFacts | undefined {
    return this.#facts.get(id)
  }

  /** Images that are known, those too that are gone. */
  ids(): IterableIterator<ImageId> {
    return this.#facts.keys()
  }

  set(id: ImageId, facts: ImageFacts): void {
    if (this.#facts.delete(id)) {
      this.#facts.set(id, facts)
      return
    }
    this.#facts.set(id, facts)
    if (this.#facts.size > maxImages) {
      const oldest = this.#facts.keys().next().value
      if (oldest !== undefined) this.#facts.delete(oldest)
    }
    this.#file.changed()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  #load(kept: unknown): void {
    const parsed = stored.safeParse(kept)
    if (!parsed.success) return
    const { diffIds, images } = parsed.data
    for (const [id, platform, layers] of images) {
      const chain = layers.flatMap((n) => diffIds[n] ?? [])
      if (chain.length === layers.length && !this.#facts.has(id))
        this.#facts.set(id, { diffIds: chain, platform })
    }
  }

  #pack(): z.infer<typeof stored> {
    const numbers = new Map<string, number>()
    const images = [...this.#facts].map(([id, { diffIds, platform }]): [string, string, number[]] => {
      const layers = diffIds.map((diffId) => {
        const known = numbers.get(diffId)
        if (known !== undefined) return known
        numbers.set(diffId, numbers.size)
        return numbers.size - 1
      })
      return [id, platform, layers]
    })
    return { diffIds: [...numbers.keys()], images }
  }
}

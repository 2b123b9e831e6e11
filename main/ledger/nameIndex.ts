import type { ImageId } from '@shared/domain/image'

export type NamedImage = {
  readonly id: ImageId
  readonly tags: readonly string[]
  readonly digests: readonly string[]
}

/** Names that an image may have had and lost are kept up to this many for each that is in use. */
const stale = 3

/** Who had a name last, as far as it was seen: an event of a container says only the name. */
export class NameIndex {
  readonly #owners = new Map<string, ImageId>()

  constructor(owners: Iterable<readonly [string, ImageId]> = []) {
    for (const [name, id] of owners) this.#owners.set(name, id)
  }

  owner(name: string): ImageId | undefined {
    return this.#owners.get(name)
  }

  owners(): IterableIterator<[string, ImageId]> {
    return this.#owners.entries()
  }

  /** Images whose id begins so, with or without `sha256:`; none for what is no id. */
  byId(text: string): readonly ImageId[] {
    const hex = /^(?:sha256:)?([0-9a-f]{4,64})$/.exec(text)?.[1]
    if (hex === undefined) return []
    if (hex.length === 64) return [`sha256:${hex}`]
    return [...new Set(this.#owners.values())].filter((id) => id.startsWith(hex, 'sha256:'.length))
  }

  put({ id, tags, digests }: NamedImage): void {
    for (const name of tags) this.#owners.set(name, id)
    for (const name of digests) this.#owners.set(name, id)
    // An image without any name is found by its id all the same.
    this.#owners.set(id, id)
  }

  /** Forgets names of the past once they are many. */
  tidy(images: Iterable<NamedImage>, count: number): void {
    if (this.#owners.size <= 1_000 + count * stale) return
    this.#owners.clear()
    for (const image of images) this.put(image)
  }
}

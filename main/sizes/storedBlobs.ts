import type { StoredContent } from '../ports/storage'
import { type LayerBlob, noteLayerBlobs } from './content'
import type { KnownImage, ViewFacts } from './viewFacts'

/** What the content store of an engine told, all in one answer; nothing on the classic store. */
export class StoredBlobs {
  readonly #layers = new Map<string, LayerBlob>()
  /** Images (with their size) that the content store was asked about. */
  readonly #asked = new Set<string>()
  #content: StoredContent | undefined

  /** Asks when images came or grew since the last answer. True when more is known now. */
  async ask(images: readonly KnownImage[], ask: () => Promise<StoredContent | undefined>): Promise<boolean> {
    const asked = images.map(({ id, size }) => `${id} ${size}`)
    if (asked.every((image) => this.#asked.has(image))) return false
    const content = await ask()
    for (const image of asked) this.#asked.add(image)
    if (content === undefined) return false
    this.#content = content
    noteLayerBlobs(content, images, this.#layers)
    return true
  }

  /** Bytes of a layer as it came, by chainId. */
  bytesOf(key: string): number | undefined {
    return this.#layers.get(key)?.bytes
  }

  /** Only when the content store knows every one of these images. */
  contentOf(images: readonly KnownImage[]): Pick<ViewFacts, 'content'> {
    const store = this.#content
    if (store === undefined || !images.every(({ id }) => store.blobs.has(id))) return {}
    return { content: { store, layers: this.#layers } }
  }
}

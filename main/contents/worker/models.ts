import { AppFailure, appError } from '@shared/errors'
import type { LayerIndex } from '../../layers/layerIndex'
import { createModel, type ImageModel } from '../../layers/stack/model'
import type { ModelFacts } from './analyst'
import type { Indexes } from './indexes'

/** Models in memory at most: each is about as large as the indexes of its layers. */
const maxModels = 4

type Kept = { readonly key: string; readonly model: ImageModel }

/** The images that handles stand for, made from their indexes when they are first looked at. */
export class Models {
  readonly #facts = new Map<string, ModelFacts>()
  readonly #kept = new Map<string, Promise<Kept>>()

  constructor(private readonly store: Indexes) {}

  note(handle: string, facts: ModelFacts): void {
    this.#facts.set(handle, facts)
  }

  forget(handle: string): void {
    this.#facts.delete(handle)
    const inUse = new Set([...this.#facts.values()].map(keyOf))
    for (const key of this.#kept.keys()) if (!inUse.has(key)) this.#kept.delete(key)
  }

  /** @throws AppFailure CONTENTS_GONE */
  facts(handle: string): ModelFacts {
    const facts = this.#facts.get(handle)
    if (facts === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
    return facts
  }

  /** @throws AppFailure CONTENTS_GONE, CONTENTS_UNREAD */
  async model(handle: string): Promise<ImageModel> {
    const facts = this.facts(handle)
    const key = keyOf(facts)
    const known = this.#kept.get(key)
    const making = known ?? this.#make(key, facts)
    this.#kept.delete(key)
    this.#kept.set(key, making)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > maxModels && oldest !== undefined) this.#kept.delete(oldest)
    try {
      return (await making).model
    } catch (error) {
      this.#kept.delete(key)
      throw error
    }
  }

  async #make(key: string, { layers }: ModelFacts): Promise<Kept> {
    const read = new Map<string, LayerIndex>()
    for (const { diffId } of layers) {
      if (read.has(diffId)) continue
      const index = await this.store.get(diffId)
      if (index === undefined) throw new AppFailure(appError('CONTENTS_UNREAD'))
      read.set(diffId, index)
    }
    const indexes = layers.flatMap(({ diffId }) => read.get(diffId) ?? [])
    return { key, model: createModel(indexes) }
  }
}

function keyOf({ layers }: ModelFacts): string {
  return layers.map(({ diffId }) => diffId).join(' ')
}

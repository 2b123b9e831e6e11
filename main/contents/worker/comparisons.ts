import { type CompareInput, type Comparison, compareModels, type ImageModel } from '../../layers/analysis'
import type { Models } from './models'

type Sides = { readonly left: string; readonly right: string }
type Kept = { readonly left: ImageModel; readonly right: ImageModel; readonly comparison: Comparison }

/** Two images beside each other; the last pair is kept, since a page asks for its rows again and again. */
export class Comparisons {
  #kept: Kept | undefined

  constructor(private readonly models: Models) {}

  async of({ left, right }: Sides): Promise<Comparison> {
    const models = { left: await this.models.model(left), right: await this.models.model(right) }
    if (this.#kept?.left === models.left && this.#kept.right === models.right) return this.#kept.comparison
    const comparison = compareModels(models.left, models.right)
    this.#kept = { ...models, comparison }
    return comparison
  }

  inputs({ left, right }: Sides): { readonly left: CompareInput; readonly right: CompareInput } {
    return { left: this.#input(left), right: this.#input(right) }
  }

  #input(handle: string): CompareInput {
    const { name, config } = this.models.facts(handle)
    return { handle, name: name.slice(0, 512), config }
  }
}

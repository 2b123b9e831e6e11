import type { ImagesChange } from '@shared/domain/image'
import type { ImageTable } from './imageTable'
import { maxPageChars, rowWeight } from './listPages'

/** Characters that the id of a removed image takes in a message. */
const removedWeight = 75

/** Tells what changed in the list, each time with a revision of its own. */
export class IndexChanges {
  readonly #listeners = new Set<(change: ImagesChange) => void>()
  readonly #changed: () => void
  #revision = 0

  /** `changed`: rows are other ones now. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  get revision(): number {
    return this.#revision
  }

  listen(listener: (change: ImagesChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** It is another list now. */
  reset(): void {
    this.#tell({ type: 'reset' })
  }

  /** Tells what the table has gathered since the last time. */
  rows(table: ImageTable): void {
    const { upserted, removed } = table.takeChanges()
    if (upserted.length === 0 && removed.length === 0) return
    this.#changed()
    const weight = upserted.reduce((sum, row) => sum + rowWeight(row), removed.length * removedWeight)
    // Bigger than a page: the page asks for the list again, page by page.
    this.#tell(weight > maxPageChars / 2 ? { type: 'reset' } : { type: 'delta', upserted, removed })
  }

  close(): void {
    this.#listeners.clear()
  }

  #tell(
    change: Omit<Extract<ImagesChange, { type: 'delta' }>, 'revision'> | { readonly type: 'reset' },
  ): void {
    this.#revision += 1
    const whole: ImagesChange = { ...change, revision: this.#revision }
    for (const listener of this.#listeners) listener(whole)
  }
}

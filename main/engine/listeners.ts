/** Who wants to be told; one that throws does not keep the others from hearing. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()
  readonly #log: (line: string) => void

  constructor(log: (line: string) => void) {
    this.#log = log
  }

  /** Returns its own unsubscribe. */
  add(listener: (value: T) => void): () => void {
    // The same function twice is two listeners, each with its own unsubscribe.
    const own = (value: T) => listener(value)
    this.#all.add(own)
    return () => {
      this.#all.delete(own)
    }
  }

  tell(value: T): void {
    for (const listener of this.#all) {
      try {
        listener(value)
      } catch (error) {
        this.#log(`an engine listener failed: ${error instanceof Error ? error.stack : String(error)}`)
      }
    }
  }
}

import { abortable } from '../streams/waiting'

/** Waits between tries after the engine failed to list though it is there, in ms. */
const retryAfter = [1_000, 5_000, 15_000]

/** Whole lists of an engine: one that fails is tried again, and who waits for a list waits for the newest. */
export class WholeLists {
  readonly #list: () => Promise<void>
  /** Under way or done. */
  #newest: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(list: () => Promise<void>) {
    this.#list = list
  }

  /** `connection`: ends with the connection that is to be listed, and with it all tries. */
  start(connection: AbortSignal, tries = 0): void {
    clearTimeout(this.#timer)
    this.#newest = this.#list()
    this.#newest.catch(() => this.startLater(connection, tries))
  }

  startLater(connection: AbortSignal, tries = 0): void {
    const wait = retryAfter[tries]
    if (wait === undefined || connection.aborted) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (!connection.aborted) this.start(connection, tries + 1)
    }, wait)
  }

  /**
   * Waits for the newest list. In the moment of connecting the one that was waited for may end, or have ended, and the next
   * is just about to start: then for that one, whatever became of the one before.
   */
  async newest(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const list = this.#newest
      try {
        await abortable(list, signal)
      } catch (cause) {
        if (signal?.aborted === true || list === this.#newest) throw cause
      }
      if (list === this.#newest) return
    }
  }

  /** The engine that was listed is left: nobody waits for its list. */
  forget(): void {
    this.#newest = Promise.resolve()
  }

  close(): void {
    clearTimeout(this.#timer)
  }
}

import type { EngineEvent } from '../ports/engineClient'

/**
 * Events that keep coming (a hundred images are removed, a stack of containers starts): from so many batches in a row on,
 * each comes so many ms after the one before. A single change is seen at once, a stream of them three times a second.
 */
const stream = { batches: 3, every: 300 }

/** Gathers events for `quiet` ms, so that what belongs together is looked at together. */
export class EventBatches {
  readonly #quiet: number
  readonly #due: () => void
  readonly #events: EngineEvent[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #inRow = 0
  #last = Number.NEGATIVE_INFINITY

  /** `due`: a batch is there to be taken. */
  constructor(quiet: number, due: () => void) {
    this.#quiet = quiet
    this.#due = due
  }

  add(event: EngineEvent): void {
    this.#events.push(event)
    this.#timer ??= setTimeout(() => this.flush(), this.#wait())
  }

  /** What has been gathered is due now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#events.length === 0) return
    const now = performance.now()
    this.#inRow = now - this.#last < 2 * stream.every ? this.#inRow + 1 : 1
    this.#last = now
    this.#due()
  }

  take(): readonly EngineEvent[] {
    return this.#events.splice(0)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #wait(): number {
    const rest = this.#last + stream.every - performance.now()
    return this.#inRow < stream.batches ? this.#quiet : Math.max(this.#quiet, rest)
  }
}

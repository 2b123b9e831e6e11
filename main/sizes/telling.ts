/** Waits between two tellings while layers are read, in ms: a page that is told too often does nothing else. */
const tellEvery = [1_000, 2_000, 4_000, 8_000, 15_000]

/** Tells at growing intervals. */
export class Telling {
  #timer: ReturnType<typeof setTimeout> | undefined
  #times = 0

  constructor(private readonly tell: () => void) {}

  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), tellEvery[this.#times] ?? tellEvery.at(-1))
    this.#timer.unref()
  }

  now(): void {
    this.end()
    this.#times += 1
    this.tell()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

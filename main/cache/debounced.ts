/** Runs a task some time after the last request for it, and never two at a time; `flush` runs it now. */
export class Debounced {
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(
    private readonly ms: number,
    private readonly task: () => Promise<void>,
  ) {}

  request(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), this.ms)
    // A cache that waits to be written must not keep a process alive.
    this.#timer.unref()
  }

  /** Does nothing when nothing was requested, but waits for what runs. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#running = this.#running.then(this.task)
    }
    await this.#running
  }
}

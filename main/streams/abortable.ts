/**
 * The same bytes, but an abort ends the wait for the next of them at once: rejects with the signal's reason, and lets go of
 * the source without waiting for it.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
  })
  // Nobody may be waiting when it comes.
  aborted.catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  let isOver = false
  try {
    for (;;) {
      const step: IteratorResult<T, unknown> = await Promise.race([iterator.next(), aborted])
      if (step.done === true) {
        isOver = true
        return
      }
      yield step.value
      signal.throwIfAborted()
    }
  } finally {
    signal.removeEventListener('abort', abort)
    if (!isOver) letGo(iterator)
  }
}

/** A source that is in the middle of a wait can't be waited for. */
function letGo(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => undefined)
}

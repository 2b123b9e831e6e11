/**
 * The same bytes, but an abort ends the wait for the next of them at once: rejects with the signal's reason, and lets go of
 * the source without waiting for it.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  let giveUp: ((reason: unknown) => void) | undefined
  const abort = () => giveUp?.(signal.reason)
  // A promise of its own each time: a race with one that lives on would keep every chunk as long as that lives.
  const next = async () =>
    await new Promise<IteratorResult<T, unknown>>((resolve, reject) => {
      giveUp = reject
      iterator.next().then(resolve, reject)
    })
  signal.addEventListener('abort', abort, { once: true })
  let isOver = false
  try {
    for (;;) {
      const step = await next()
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

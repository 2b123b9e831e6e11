/** Waits for work that others wait for too: giving up the wait does not stop it. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work
  signal.throwIfAborted()
  return await new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Returns when the work is done or the patience ends, whatever becomes of the work. */
export async function withPatience(
  work: Promise<void>,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined
  const end = new Promise<void>((resolve) => {
    stop = resolve
    signal?.addEventListener('abort', () => resolve(), { once: true })
    if (Number.isFinite(ms)) timer = setTimeout(resolve, ms)
  })
  await Promise.race([work.catch(() => {}), end])
  clearTimeout(timer)
  stop?.()
}

/** Runs one work after the other, in the order in which they come, whatever becomes of each. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return await mine
  }
}

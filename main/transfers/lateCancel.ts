/** How long an engine that has everything is waited for after a cancel (ms). */
export const lateMs = 10_000

/**
 * The signal for sending a whole file. Cancelled on the way, it ends at once. An engine that has every byte goes on
 * whoever hangs up: then its answer is awaited for a while, so that what is reported is what became of it.
 */
export function sendingSignal(
  signal: AbortSignal,
  isAllSent: () => boolean,
): { readonly signal: AbortSignal; readonly done: () => void } {
  const sending = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => sending.abort(signal.reason)
  const cancelled = () => {
    if (isAllSent()) timer = setTimeout(stop, lateMs)
    else stop()
  }
  signal.addEventListener('abort', cancelled, { once: true })
  if (signal.aborted) stop()
  return {
    signal: sending.signal,
    done: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancelled)
    },
  }
}

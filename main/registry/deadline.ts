import { type Phase, timeout } from './failures'
import type { HttpLimits } from './limits'

/** Watches one exchange: time limits by phase, and the caller's signal, as one signal to stop on. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Starts the clock of a phase anew; ends that of the phase before. */
  readonly enter: (phase: Exclude<Phase, 'total'>) => void
  /** Throws the failure of the limit that passed, or the caller's reason. */
  readonly throwIfPassed: () => void
  readonly clear: () => void
}

/** Starts in phase `connect`. */
export function createDeadline(url: URL, limits: HttpLimits, caller: AbortSignal | undefined): Deadline {
  const stop = new AbortController()
  const expire = (phase: Phase): void => stop.abort(timeout(url, phase, limits[phase]))
  const onCallerAbort = (): void => stop.abort(caller?.reason)
  caller?.addEventListener('abort', onCallerAbort, { once: true })
  const total = setTimeout(expire, limits.total, 'total')
  let current = setTimeout(expire, limits.connect, 'connect')
  return {
    signal: stop.signal,
    enter: (phase) => {
      clearTimeout(current)
      if (!stop.signal.aborted) current = setTimeout(expire, limits[phase], phase)
    },
    throwIfPassed: () => stop.signal.throwIfAborted(),
    clear: () => {
      clearTimeout(current)
      clearTimeout(total)
      caller?.removeEventListener('abort', onCallerAbort)
    },
  }
}

import { type Phase, timeout } from './failures'
import type { HttpLimits } from './limits'

/** Watches one exchange: time limits by phase, and the caller's signal, as one signal to stop on. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Starts the clock of a phase anew; ends that of the phase before. */
  readonly enter: (phase: Exclude<Phase, 'total'>) => void
  /** Stops the clock of the phase, since it is us who are not ready. */
  readonly rest: () => void
  /** The clock of the phase goes on from where it stopped. */
  readonly goOn: () => void
  /** From here on the whole may take any time. */
  readonly endless: () => void
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
  const clock = createClock(expire)
  const enter = (phase: Exclude<Phase, 'total'>): void => {
    clock.stop()
    if (!stop.signal.aborted) clock.start(phase, limits[phase])
  }
  enter('connect')
  return {
    signal: stop.signal,
    enter,
    rest: clock.stop,
    goOn: () => {
      if (!stop.signal.aborted) clock.goOn()
    },
    endless: () => clearTimeout(total),
    throwIfPassed: () => stop.signal.throwIfAborted(),
    clear: () => {
      clock.stop()
      clearTimeout(total)
      caller?.removeEventListener('abort', onCallerAbort)
    },
  }
}

type Clock = {
  readonly start: (phase: Phase, ms: number) => void
  readonly stop: () => void
  readonly goOn: () => void
}

function createClock(expire: (phase: Phase) => void): Clock {
  let timer: NodeJS.Timeout | undefined
  let phase: Phase = 'connect'
  let left = 0
  let since = 0
  const goOn = (): void => {
    since = performance.now()
    timer = setTimeout(expire, Math.max(0, left), phase)
  }
  return {
    start: (next, ms) => {
      phase = next
      left = ms
      goOn()
    },
    stop: () => {
      if (timer === undefined) return
      clearTimeout(timer)
      timer = undefined
      left -= performance.now() - since
    },
    goOn,
  }
}

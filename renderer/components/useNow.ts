import { useSyncExternalStore } from 'react'

type Clock = { readonly subscribe: (wake: () => void) => () => void; readonly read: () => number }

/** One timer for all who look at the same pace; none when nobody looks. */
function createClock(periodMs: number): Clock {
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const wakes = new Set<() => void>()
  const tick = (): void => {
    now = Date.now()
    for (const wake of wakes) wake()
  }
  return {
    subscribe(wake) {
      if (wakes.size === 0) now = Date.now()
      wakes.add(wake)
      timer ??= setInterval(tick, periodMs)
      return () => {
        wakes.delete(wake)
        if (wakes.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read: () => now,
  }
}

const clocks = { tenth: createClock(100), second: createClock(1_000), minute: createClock(30_000) }

/** The time, renewed each tenth of a second, each second, or often enough for words of minutes. */
export function useNow(pace: keyof typeof clocks): number {
  const clock = clocks[pace]
  return useSyncExternalStore(clock.subscribe, clock.read)
}

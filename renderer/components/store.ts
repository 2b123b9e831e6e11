import { useSyncExternalStore } from 'react'

/** A value outside React that views can watch. */
export type Store<T> = {
  readonly get: () => T
  readonly set: (next: T | ((current: T) => T)) => void
  readonly subscribe: (wake: () => void) => () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let current = initial
  const wakes = new Set<() => void>()
  return {
    get: () => current,
    set(next) {
      const value = typeof next === 'function' ? next(current) : next
      if (Object.is(value, current)) return
      current = value
      for (const wake of wakes) wake()
    },
    subscribe(wake) {
      wakes.add(wake)
      return () => wakes.delete(wake)
    },
  }
}

/** `pick` must give the same object for the same state. */
export function useStore<T extends object, P>(store: Store<T>, pick: (state: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()))
}

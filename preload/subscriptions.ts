export type Listener = (payload: unknown) => void

/** One event's listeners. The same function subscribed twice is called twice, and each unsubscribe ends only its own. */
export function createSubscriptions(): {
  readonly subscribe: (listener: Listener) => () => void
  readonly deliver: (payload: unknown) => void
} {
  const entries = new Set<{ readonly listener: Listener }>()
  return {
    subscribe: (listener) => {
      if (typeof listener !== 'function') throw new TypeError('a listener is a function')
      const entry = { listener }
      entries.add(entry)
      return () => {
        entries.delete(entry)
      }
    },
    deliver: (payload) => {
      for (const { listener } of Array.from(entries)) {
        try {
          listener(payload)
        } catch (error) {
          // One listener's bug must not keep the news from the others; the page still hears of it.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
  }
}

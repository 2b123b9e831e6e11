import type { ImagePlace } from '@shared/domain/contents'
import { AppFailure, appError } from '@shared/errors'

export type Opening = { readonly signal: AbortSignal; readonly done: () => void }

/** What is being opened, so that a person can call it off: a registry may ask to wait a minute. */
export function createOpenings() {
  const running = new Map<string, Set<AbortController>>()
  return {
    start(place: ImagePlace): Opening {
      const key = JSON.stringify(place)
      const mine = new AbortController()
      const all = running.get(key) ?? new Set()
      running.set(key, all.add(mine))
      const done = () => {
        all.delete(mine)
        if (all.size === 0 && running.get(key) === all) running.delete(key)
      }
      return { signal: mine.signal, done }
    },
    /** False: nothing of it is being opened. Those who wait for it get CONTENTS_STOPPED. */
    stop(place: ImagePlace): boolean {
      const all = running.get(JSON.stringify(place))
      for (const each of all ?? [])
        each.abort(new AppFailure(appError('CONTENTS_STOPPED', {}, { retryable: true })))
      return all !== undefined
    },
  }
}

import { createStore, useStore } from '../../components'

type ActivityState = {
  readonly chosen: string | undefined
  /** Ends that the user has been shown in full or waved away. */
  readonly seenEnds: ReadonlySet<string>
}

const state = createStore<ActivityState>({ chosen: undefined, seenEnds: new Set() })

export const activityState = {
  choose: (id: string): void => state.set((now) => ({ ...now, chosen: id })),
  markSeen: (id: string): void =>
    state.set((now) => (now.seenEnds.has(id) ? now : { ...now, seenEnds: new Set(now.seenEnds).add(id) })),
}

export function useActivityState(): ActivityState {
  return useStore(state, (now) => now)
}

import { createStore, useStore } from '../../../components'
import { firstTree, type TreeState } from './tree.logic'

type States = ReadonlyMap<string, TreeState>

const states = createStore<States>(new Map())
const most = 50

/** What was set for the tree of an image, by its handle: still there on coming back to it, in the panel and on the page. */
export const treeStates = {
  change(handle: string, change: (now: TreeState) => TreeState): void {
    states.set((now) => {
      const next = new Map(now).set(handle, change(now.get(handle) ?? firstTree))
      for (const oldest of next.keys()) if (next.size > most) next.delete(oldest)
      return next
    })
  },
}

export function useTreeState(handle: string): TreeState {
  return useStore(states, (now) => now.get(handle) ?? firstTree)
}

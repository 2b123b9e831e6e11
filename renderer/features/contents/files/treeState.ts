import { createStore, useStore } from '../../../components'
import { firstTree, type TreeState } from './tree.logic'

type States = ReadonlyMap<string, TreeState>

const states = createStore<States>(new Map())
const most = 50

/**
 * What was set for the tree of an image, by its digest: still there on coming back to it, in the panel and on the page. The
 * numbers of its paths are the same whenever it is read.
 */
export const treeStates = {
  change(imageId: string, change: (now: TreeState) => TreeState): void {
    states.set((now) => {
      const next = new Map(now).set(imageId, change(now.get(imageId) ?? firstTree))
      for (const oldest of next.keys()) if (next.size > most) next.delete(oldest)
      return next
    })
  },
}

export function useTreeState(imageId: string): TreeState {
  return useStore(states, (now) => now.get(imageId) ?? firstTree)
}

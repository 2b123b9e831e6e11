import { strata, unwrap } from '../../../api'
import { navigation } from '../../frame'
import { firstTree, queryOf, type TreeState, withOpen } from './tree.logic'
import { treeStates } from './treeState'

/** What a layer changes. From an event handler. */
export function showLayer(layer: number): void {
  navigation.changeContents({ tab: 'files', layer, mode: 'changes' })
}

type Shown = { readonly handle: string; readonly imageId: string }

/** A path in the stack up to a layer, its folders opened. From an event handler. */
export function showNode({ handle, imageId }: Shown, layer: number, node: number): void {
  const unfiltered = ({ sort, open }: TreeState): TreeState => ({ ...firstTree, sort, open, reveal: node })
  treeStates.change(imageId, unfiltered)
  const query = queryOf(firstTree, { layer, mode: 'stack' })
  void unwrap(strata().contents.find({ handle, query, node }))
    .then(({ parents }) =>
      treeStates.change(imageId, (now) => parents.reduce((state, one) => withOpen(state, one, true), now)),
    )
    // The tree asks the same, and says what is wrong.
    .catch(() => undefined)
    .finally(() => navigation.changeContents({ tab: 'files', layer, mode: 'stack' }))
}

import { useState } from 'react'
import type { BlockKind } from '../blocks.logic'
import { type DiskTree, type Place, placeOf, segmentAt } from '../tree.logic'
import type { Focus } from './pieces.logic'

type Held =
  | { readonly type: 'all' }
  | { readonly type: 'segment' | 'layers'; readonly place: Place }
  | { readonly type: 'block'; readonly kind: BlockKind }

/** Where the picture has been zoomed to; it stays there when a new page comes, as long as there is such a place. */
export function useFocus(tree: DiskTree): readonly [Focus, (focus: Focus) => void] {
  const [held, setHeld] = useState<Held>({ type: 'all' })
  const move = (focus: Focus): void => {
    if (focus.type === 'all' || focus.type === 'block') return setHeld(focus)
    const place = placeOf(tree, focus.at)
    return setHeld(place === undefined ? { type: 'all' } : { type: focus.type, place })
  }
  return [resolve(tree, held), move]
}

function resolve(tree: DiskTree, held: Held): Focus {
  if (held.type === 'all' || held.type === 'block') return held
  const at = segmentAt(tree, held.place)
  return at === undefined ? { type: 'all' } : { type: held.type, at }
}

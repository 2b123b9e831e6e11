import { sizeOf } from '../rows/sums'
import { sameInodes } from '../stack/content'
import { entryOf, type ImageModel } from '../stack/model'
import { CompareCode, inodeAt, type Side } from './side'

const several = -2

/** Paths that lost and got a content; -1 none, `several` more than one. */
type Ends = { from: number; to: number }

/**
 * Files gone from one path and new, with the same bytes, at exactly one other. What could be two moves is none: it stays
 * added and removed. Empty files are not told apart by their content.
 */
export function findMoves(left: Side, right: Side, changes: Uint8Array): ReadonlyMap<number, number> {
  const ends = new Map<number, Ends>()
  for (let node = 0; node < changes.length; node += 1) {
    const code = changes[node]
    if (code !== CompareCode.added && code !== CompareCode.removed) continue
    const side = code === CompareCode.added ? right : left
    const inode = inodeAt(side, node)
    if (inode === undefined || sizeOf(side.model, inode) === 0) continue
    const key = contentKey(side.model, inode)
    const known = ends.get(key)
    if (known === undefined) {
      if (code === CompareCode.removed) ends.set(key, { from: node, to: -1 })
      else ends.set(key, { from: -1, to: node })
    } else if (code === CompareCode.removed) known.from = known.from === -1 ? node : several
    else known.to = known.to === -1 ? node : several
  }
  const moves = new Map<number, number>()
  for (const { from, to } of ends.values()) {
    if (from < 0 || to < 0 || !isSame(left, from, right, to)) continue
    moves.set(from, to)
    moves.set(to, from)
  }
  return moves
}

/** The first 52 bits of the digest: a number needs less room than a text, and what collides is compared in full. */
function contentKey(model: ImageModel, inode: number): number {
  const { layer, entry } = entryOf(model, inode)
  const digest = model.layers[layer]?.entries.digest
  let key = 0
  for (let i = 0; i < 6; i += 1) key = key * 256 + (digest?.[entry * 32 + i] ?? 0)
  return key * 16 + ((digest?.[entry * 32 + 6] ?? 0) >> 4)
}

function isSame(left: Side, from: number, right: Side, to: number): boolean {
  const one = inodeAt(left, from)
  const other = inodeAt(right, to)
  return one !== undefined && other !== undefined && sameInodes(left.model, one, right.model, other)
}

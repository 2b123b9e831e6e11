import { EntryKind } from '../layerIndex'
import { notShown } from '../rows/outline'
import { kindOf, likeness, type Standing } from '../stack/content'
import type { ImageModel } from '../stack/model'
import { mergeNames, type PathTable } from '../stack/pathTable'
import { findMoves } from './moves'
import { CompareCode, type Side, sideOf, standingAt } from './side'

/** Two final filesystems matched by path. Immutable. */
export type Comparison = {
  readonly paths: PathTable
  readonly left: Side
  readonly right: Side
  /** `CompareCode` by node. */
  readonly changes: Uint8Array
  /** `EntryKind` by node: on the right, else on the left. */
  readonly kind: Uint8Array
  /** Both nodes of each move, both ways. */
  readonly moves: ReadonlyMap<number, number>
}

export function compareModels(left: ImageModel, right: ImageModel): Comparison {
  const { paths, nodeOf } = mergeNames([left.paths, right.paths])
  const sides = {
    left: sideOf(paths, left, nodeOf[0] ?? new Int32Array()),
    right: sideOf(paths, right, nodeOf[1] ?? new Int32Array()),
  }
  const changes = new Uint8Array(paths.count)
  const kind = new Uint8Array(paths.count).fill(notShown)
  for (let node = 0; node < paths.count; node += 1) {
    const was = standingAt(sides.left, node)
    const is = standingAt(sides.right, node)
    if (is !== undefined) kind[node] = rawKind(right, is)
    else if (was !== undefined) kind[node] = rawKind(left, was)
    if (node > 0) changes[node] = codeOf(left, was, right, is)
  }
  const moves = findMoves(sides.left, sides.right, changes)
  for (const node of moves.keys()) changes[node] = CompareCode.moved
  return { paths, ...sides, changes, kind, moves }
}

function rawKind(model: ImageModel, standing: Standing): number {
  const kind = kindOf(model, standing)
  if (kind !== EntryKind.file) return kind
  return model.layers[standing.layer]?.entries.kind[standing.entry] ?? kind
}

function codeOf(
  left: ImageModel,
  was: Standing | undefined,
  right: ImageModel,
  is: Standing | undefined,
): number {
  if (was === undefined) return is === undefined ? 0 : CompareCode.added
  if (is === undefined) return CompareCode.removed
  const like = likeness(left, was, right, is)
  if (like === 'same') return 0
  return like === 'metadata' ? CompareCode.metadata : CompareCode.changed
}

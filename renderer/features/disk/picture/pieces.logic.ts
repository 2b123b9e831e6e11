import type { BuildCacheRecord, DiskContainer, DiskVolume } from '@shared/domain/disk'
import type { ImageLayer } from '@shared/domain/imageLayers'
import { type Block, type BlockKind, blocksOf } from '../blocks.logic'
import type { DiskTree } from '../tree.logic'

/** What a rectangle stands for. `hue`: 1 to 10 by rank of the family, 0 for none. */
export type Piece = { readonly bytes: number; readonly hue: number } & (
  | { readonly type: 'segment'; readonly at: number }
  | { readonly type: 'writable'; readonly container: DiskContainer }
  /** Branches too small to be told apart; `below`: what they stand on, -1 for none. */
  | { readonly type: 'others'; readonly below: number; readonly count: number }
  | { readonly type: 'block'; readonly kind: BlockKind }
  | { readonly type: 'layer'; readonly layer: ImageLayer }
  | { readonly type: 'record'; readonly record: BuildCacheRecord }
  | { readonly type: 'volume'; readonly volume: DiskVolume }
  | { readonly type: 'rest'; readonly count: number }
)

/** `frame`: all in it are one family. */
export type PieceNode = {
  readonly piece?: Piece
  readonly children?: readonly PieceNode[]
  readonly frame?: boolean
}

/** What the picture shows: all, one branch with all above it, or one block. */
export type Focus =
  | { readonly type: 'all' }
  | { readonly type: 'segment'; readonly at: number }
  | { readonly type: 'layers'; readonly at: number }
  | { readonly type: 'block'; readonly kind: BlockKind }

/** Rectangles that can be told apart on a screen. */
const mostPieces = 380
const hues = 10
/** A family with more than this of the area is no family but a base of many: colours go to what stands on it. */
const wholeShare = 0.8

/** The forest, or a branch of it, in at most some 400 pieces; what is too small is drawn together, none left out. */
export function nodesOf(tree: DiskTree, focus: Extract<Focus, { type: 'all' | 'segment' }>): PieceNode {
  const begin = focus.type === 'all' ? tree.roots : [focus.at]
  const blocks = focus.type === 'all' ? blocksOf(tree) : []
  const families = familiesOf(tree, begin)
  let least = begin.reduce((sum, at) => sum + (tree.whole[at] ?? 0), 0) / 2_000
  while (countOf(tree, begin, least) + blocks.length > mostPieces) least *= 1.5
  const branches = branchesOf(tree, -1, begin, { least, families, hue: 0 })
  return { children: [...branches, ...blocks.map(blockNode)] }
}

function blockNode({ kind, bytes }: Block): PieceNode {
  return { piece: { type: 'block', kind, bytes, hue: 0 } }
}

/** Segment -> colour, by rank. */
function familiesOf(tree: DiskTree, begin: readonly number[]): ReadonlyMap<number, number> {
  let heads = begin
  for (;;) {
    const total = heads.reduce((sum, at) => sum + (tree.whole[at] ?? 0), 0)
    const [first] = heads
    const above = first === undefined ? [] : (tree.above[first] ?? [])
    const isWhole = first !== undefined && (tree.whole[first] ?? 0) > total * wholeShare
    if (!isWhole || above.length === 0) break
    heads = [...above, ...heads.slice(1)]
  }
  const ranked = [...heads].sort((a, b) => (tree.whole[b] ?? 0) - (tree.whole[a] ?? 0))
  return new Map(ranked.map((at, rank) => [at, rank < hues ? rank + 1 : 0]))
}

/** How many pieces there would be. */
function countOf(tree: DiskTree, begin: readonly number[], least: number): number {
  let count = 0
  const queue: (readonly number[])[] = [begin]
  for (let list = queue.pop(); list !== undefined; list = queue.pop()) {
    let others = false
    for (const at of list) {
      if ((tree.whole[at] ?? 0) < least) others = true
      else {
        count += 1 + (tree.writers.get(at)?.length ?? 0)
        queue.push(tree.above[at] ?? [])
      }
    }
    if (others) count += 1
  }
  return count
}

type Colours = {
  readonly least: number
  readonly families: ReadonlyMap<number, number>
  readonly hue: number
}

function branchesOf(
  tree: DiskTree,
  below: number,
  list: readonly number[],
  colours: Colours,
): readonly PieceNode[] {
  const nodes: PieceNode[] = []
  let bytes = 0
  let count = 0
  for (const at of list) {
    const whole = tree.whole[at] ?? 0
    if (whole === 0) continue
    if (whole >= colours.least) nodes.push(branchOf(tree, at, colours))
    else {
      bytes += whole
      count += tree.page.segments[at]?.owners ?? 0
    }
  }
  return bytes === 0
    ? nodes
    : [...nodes, { piece: { type: 'others', below, bytes, count, hue: colours.hue } }]
}

function branchOf(tree: DiskTree, at: number, colours: Colours): PieceNode {
  const head = colours.families.get(at)
  const hue = head ?? colours.hue
  const own = tree.own[at] ?? 0
  const pieces: Piece[] = own === 0 ? [] : [{ type: 'segment', at, bytes: own, hue }]
  for (const container of tree.writers.get(at) ?? []) {
    const bytes = container.writableSize
    if (bytes > 0) pieces.push({ type: 'writable', container, bytes, hue })
  }
  const above = branchesOf(tree, at, tree.above[at] ?? [], { ...colours, hue })
  return {
    children: [...pieces.map((piece) => ({ piece })), ...above],
    ...(head === undefined ? {} : { frame: true }),
  }
}

/** A list of one kind, largest first, the smallest drawn as one. */
export function flatNodes<T>(rows: readonly T[], pieceOf: (row: T) => Piece): PieceNode {
  const pieces = rows
    .map(pieceOf)
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
  const small = pieces.slice(mostPieces)
  const bytes = small.reduce((sum, piece) => sum + piece.bytes, 0)
  const rest: readonly Piece[] = bytes === 0 ? [] : [{ type: 'rest', bytes, count: small.length, hue: 0 }]
  return { children: [...pieces.slice(0, mostPieces), ...rest].map((piece) => ({ piece })) }
}

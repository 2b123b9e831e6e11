import { EntryKind, type LayerIndex } from '../layerIndex'
import type { ImageModel } from '../stack/model'

export type DiveFigures = { readonly efficiency: number; readonly wasted: number }

/** Paths of dive's own stacked tree: it knows no opaque folders, and a file in a folder's place keeps what is below. */
type DiveTree = { readonly isThere: Uint8Array; readonly isFolder: Uint8Array; readonly size: Float64Array }

type PathSums = { readonly all: Float64Array; readonly least: Float64Array; readonly times: Uint32Array }

/**
 * The score of dive 0.12 (github.com/wagoodman/dive, dive/filetree/efficiency.go), for comparison only: over all paths
 * that are leaves in a layer, the smallest size of each against the sum of all; a whiteout is one more size, of all
 * below where it removes a folder, else 0. "Wasted" is the sum of all sizes, the visible one too, of every path that is
 * in two layers. dive ends its walk of a layer at a whiteout of nothing; here that counts as 0 bytes.
 */
export function diveFigures(model: ImageModel): DiveFigures {
  const { count } = model.paths
  const sums = {
    all: new Float64Array(count),
    least: new Float64Array(count).fill(-1),
    times: new Uint32Array(count),
  }
  const tree = {
    isThere: new Uint8Array(count),
    isFolder: new Uint8Array(count),
    size: new Float64Array(count),
  }
  for (const position of model.layers.keys()) addLayer(model, position, tree, sums)
  return figuresOf(sums)
}

function figuresOf({ all, least, times }: PathSums): DiveFigures {
  let smallest = 0
  let found = 0
  let wasted = 0
  for (let node = 0; node < all.length; node += 1) {
    smallest += Math.max(0, least[node] ?? 0)
    found += all[node] ?? 0
    if ((times[node] ?? 0) >= 2) wasted += all[node] ?? 0
  }
  return { efficiency: found === 0 ? 1 : smallest / found, wasted }
}

function addLayer(model: ImageModel, position: number, tree: DiveTree, sums: PathSums): void {
  const layer = model.layers[position]
  const nodes = model.nodeOf[position]
  if (layer === undefined || nodes === undefined) return
  const own = ownTree(layer)
  const add = (node: number, bytes: number) => {
    if (node === 0) return
    sums.all[node] = (sums.all[node] ?? 0) + bytes
    const least = sums.least[node] ?? -1
    if (least < 0 || bytes < least) sums.least[node] = bytes
    sums.times[node] = (sums.times[node] ?? 0) + 1
  }
  // A whiteout is judged by the layers below, so all of them come before this layer's own paths.
  for (let local = 1; local < layer.names.count; local += 1)
    if (own.isWhiteout[local] === 1) add(nodes[local] ?? 0, removedBytes(model, tree, nodes[local] ?? 0))
  for (let local = 1; local < layer.names.count; local += 1)
    if (own.isPath[local] === 1 && own.isLeaf[local] === 1) add(nodes[local] ?? 0, own.size[local] ?? 0)
  for (let local = 1; local < layer.names.count; local += 1) {
    const node = nodes[local] ?? 0
    if (own.isWhiteout[local] === 1) tree.isThere.fill(0, node, model.paths.end[node])
  }
  for (let local = 1; local < layer.names.count; local += 1) {
    if (own.isPath[local] === 0) continue
    const node = nodes[local] ?? 0
    tree.isThere[node] = 1
    tree.isFolder[node] = own.isFolder[local] ?? 0
    tree.size[node] = own.size[local] ?? 0
  }
}

function removedBytes(model: ImageModel, { isThere, isFolder, size }: DiveTree, node: number): number {
  if (isThere[node] === 0 || isFolder[node] === 0) return 0
  let bytes = 0
  const end = model.paths.end[node] ?? 0
  for (let at = node; at < end; at += 1) if (isThere[at] === 1) bytes += size[at] ?? 0
  return bytes
}

/** A layer as dive reads it, by its own nodes: the last entry of a path counts; whiteouts are leaves beside it. */
function ownTree({ names, entries }: LayerIndex) {
  const marks = () => new Uint8Array(names.count)
  const isWhiteout = marks()
  const isPath = marks()
  const isFolder = marks()
  const isLeaf = marks().fill(1)
  const size = new Float64Array(names.count)
  for (let i = 0; i < entries.count; i += 1) {
    const node = entries.node[i] ?? 0
    const kind = entries.kind[i]
    if (kind === EntryKind.whiteout) {
      isWhiteout[node] = 1
      continue
    }
    isPath[node] = 1
    if (kind === EntryKind.opaque) continue
    isFolder[node] = kind === EntryKind.folder ? 1 : 0
    size[node] = entries.size[i] ?? 0
  }
  for (let node = names.count - 1; node > 0; node -= 1) {
    if (isPath[node] === 0 && isWhiteout[node] === 0) continue
    const parent = names.parent[node] ?? 0
    isPath[parent] = 1
    isLeaf[parent] = 0
  }
  return { isWhiteout, isPath, isFolder, isLeaf, size }
}

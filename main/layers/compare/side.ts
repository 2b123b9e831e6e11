import type { CompareChange } from '@shared/domain/compare'
import { repeatedBytes, sizeOf, sumUp } from '../rows/sums'
import { type ImageModel, inodeOfEntry } from '../stack/model'
import type { PathTable } from '../stack/pathTable'
import { type Stack, stateAt } from '../stack/stack'
import { stackAt } from '../stack/stackAt'

export const changeNames: readonly CompareChange[] = ['added', 'removed', 'changed', 'metadata', 'moved']
/** `code - 1` is the place in `changeNames`; 0 is no change. */
export const CompareCode = { added: 1, removed: 2, changed: 3, metadata: 4, moved: 5 } as const

/** One image's final filesystem over the paths of both. */
export type Side = {
  readonly model: ImageModel
  readonly stack: Stack
  /** By node of the comparison; -1 where the image has no such path. */
  readonly nodeAt: Int32Array
  /** Of a folder: all below, each hard-linked file once. */
  readonly bytes: Float64Array
}

/** @param nodes of the image as numbers of `paths` */
export function sideOf(paths: PathTable, model: ImageModel, nodes: Int32Array): Side {
  const nodeAt = new Int32Array(paths.count).fill(-1)
  for (let node = 0; node < nodes.length; node += 1) nodeAt[nodes[node] ?? 0] = node
  const side = { model, stack: stackAt(model, model.layers.length - 1), nodeAt }
  const bytes = new Float64Array(paths.count)
  const inodes = (node: number) => inodeAt(side, node)
  for (let node = 1; node < bytes.length; node += 1) {
    const inode = inodes(node)
    if (inode !== undefined) bytes[node] = sizeOf(model, inode)
  }
  sumUp(paths, bytes, repeatedBytes(paths, model, inodes))
  return { ...side, bytes }
}

export function standingAt({ stack, nodeAt }: Pick<Side, 'stack' | 'nodeAt'>, node: number) {
  const own = nodeAt[node] ?? -1
  return own === -1 ? undefined : stateAt(stack, own)
}

/** Number over all layers of the file that a side shows at a path. */
export function inodeAt(side: Pick<Side, 'model' | 'stack' | 'nodeAt'>, node: number): number | undefined {
  const standing = standingAt(side, node)
  return standing === undefined ? undefined : inodeOfEntry(side.model, standing.layer, standing.entry)
}

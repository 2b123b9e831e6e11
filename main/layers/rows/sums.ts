import { entryOf, type ImageModel } from '../stack/model'
import type { PathTable } from '../stack/pathTable'

/**
 * Bytes of folders, in place: each gets all that is below it. A node comes after its parent, so that all below it is summed
 * when it is reached.
 * @param bytes of each file at its own node, hard links too
 * @param again what `repeatedBytes` says
 */
export function sumUp({ parent, count }: PathTable, bytes: Float64Array, again?: Float64Array): void {
  for (let node = count - 1; node > 0; node -= 1) {
    if (again !== undefined) bytes[node] = (bytes[node] ?? 0) - (again[node] ?? 0)
    const above = parent[node] ?? 0
    bytes[above] = (bytes[above] ?? 0) + (bytes[node] ?? 0)
  }
  if (again !== undefined) bytes[0] = (bytes[0] ?? 0) - (again[0] ?? 0)
}

/**
 * What has to be taken off folders so that a file with several names counts once: where two of its names that follow each
 * other meet, it would count once too often. Undefined for an image without hard links.
 * @param inodeAt number over all layers of the file that a path shows
 */
export function repeatedBytes(
  { parent, end, count }: PathTable,
  model: ImageModel,
  inodeAt: (node: number) => number | undefined,
): Float64Array | undefined {
  if (model.inodeOf.size === 0) return undefined
  const again = new Float64Array(count)
  const lastName = new Int32Array(model.firstEntry.at(-1) ?? 0)
  for (let node = 1; node < count; node += 1) {
    const inode = inodeAt(node)
    if (inode === undefined) continue
    let folder = lastName[inode] ?? 0
    lastName[inode] = node
    if (folder === 0) continue
    while ((end[folder] ?? 0) <= node) folder = parent[folder] ?? 0
    again[folder] = (again[folder] ?? 0) + sizeOf(model, inode)
  }
  return again
}

/** Unpacked. */
export function sizeOf(model: ImageModel, inode: number): number {
  const { layer, entry } = entryOf(model, inode)
  return model.layers[layer]?.entries.size[entry] ?? 0
}

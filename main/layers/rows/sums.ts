import { entryOf, type ImageModel } from '../stack/model'
import type { PathTable } from '../stack/pathTable'

export type SumFacts = {
  readonly paths: PathTable
  readonly model: ImageModel
  /** Number over all layers of the file that a path shows, hard links included; undefined for what is no file. */
  readonly inodeAt: (node: number) => number | undefined
}

/**
 * Bytes of each path: of a file its own, of a folder all that is below, a file with several names once. For that a file is
 * taken off again where two of its names that follow each other meet.
 */
export function sumBytes({ paths, model, inodeAt }: SumFacts): Float64Array {
  const { parent, end, count } = paths
  const bytes = new Float64Array(count)
  const again = new Float64Array(count)
  const lastName = new Int32Array(model.inodeOf.size === 0 ? 0 : (model.firstEntry.at(-1) ?? 0))
  for (let node = 1; node < count; node += 1) {
    const inode = inodeAt(node)
    if (inode === undefined) continue
    const size = sizeOf(model, inode)
    bytes[node] = size
    let folder = lastName[inode] ?? 0
    if (folder > 0) {
      while ((end[folder] ?? 0) <= node) folder = parent[folder] ?? 0
      again[folder] = (again[folder] ?? 0) + size
    }
    if (lastName.length > 0) lastName[inode] = node
  }
  // A node comes after its parent, so that all below it is summed when it is reached.
  for (let node = count - 1; node > 0; node -= 1) {
    const above = parent[node] ?? 0
    bytes[node] = (bytes[node] ?? 0) - (again[node] ?? 0)
    bytes[above] = (bytes[above] ?? 0) + (bytes[node] ?? 0)
  }
  bytes[0] = (bytes[0] ?? 0) - (again[0] ?? 0)
  return bytes
}

/** Unpacked. */
export function sizeOf(model: ImageModel, inode: number): number {
  const { layer, entry } = entryOf(model, inode)
  return model.layers[layer]?.entries.size[entry] ?? 0
}

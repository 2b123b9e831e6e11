import { EntryKind } from '../layerIndex'
import type { ImageModel } from './model'
import { absent, type Stack } from './stack'

type Layers = Pick<ImageModel, 'layers' | 'paths' | 'nodeOf'>

/**
 * Puts one layer on the stack, in place (OCI image-spec, layer.md): whiteouts and opaque markers act on lower layers only,
 * wherever they stand in the tar; then the entries in their order. What is no folder removes all below its path; an entry
 * below something that is no folder makes a folder of it, as overlayfs shows it. `onHardLink` is called before a link is put.
 */
export function applyLayer(
  { layers, paths, nodeOf }: Layers,
  stack: Stack,
  position: number,
  onHardLink?: (entry: number) => void,
): void {
  const index = layers[position]
  const nodes = nodeOf[position]
  if (index === undefined || nodes === undefined) return
  const { count, node: nodeOfEntry, kind: kinds } = index.entries
  const { end, parent } = paths

  // Entries of one folder mostly follow each other: it is looked at once.
  let knownFolder = -1
  const remove = (from: number, to: number) => {
    if (from >= to) return
    stack.layer.fill(absent, from, to)
    knownFolder = -1
  }
  const isFolder = (node: number) => {
    const layer = stack.layer[node] ?? absent
    if (layer === absent) return false
    const entry = stack.entry[node] ?? -1
    return entry < 0 || layers[layer]?.entries.kind[entry] === EntryKind.folder
  }
  const put = (node: number, entry: number) => {
    stack.layer[node] = position
    stack.entry[node] = entry
  }
  const ensureFolder = (node: number) => {
    if (node === knownFolder) return
    knownFolder = node
    for (let at = node; at >= 0 && !isFolder(at); at = parent[at] ?? -1) put(at, -1)
  }

  const hasMarkers = kinds.includes(EntryKind.whiteout) || kinds.includes(EntryKind.opaque)
  for (let i = 0; hasMarkers && i < count; i += 1) {
    const kind = kinds[i]
    if (kind !== EntryKind.whiteout && kind !== EntryKind.opaque) continue
    const node = nodes[nodeOfEntry[i] ?? 0] ?? 0
    remove(kind === EntryKind.whiteout && node > 0 ? node : node + 1, end[node] ?? 0)
  }
  ensureFolder(0)
  for (let i = 0; i < count; i += 1) {
    const kind = kinds[i]
    const node = nodes[nodeOfEntry[i] ?? 0] ?? 0
    if (kind === EntryKind.opaque) ensureFolder(node)
    else if (kind === EntryKind.whiteout) ensureFolder(parent[node] ?? -1)
    else if (kind === EntryKind.folder || node > 0) {
      if (kind === EntryKind.hardLink) onHardLink?.(i)
      if (kind !== EntryKind.folder) remove(node + 1, end[node] ?? 0)
      if (node === knownFolder) knownFolder = -1
      put(node, i)
      ensureFolder(parent[node] ?? -1)
    }
  }
}

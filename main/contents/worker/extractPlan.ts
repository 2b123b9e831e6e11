import type { PlannedEntry, PlannedKind } from '../../layers/extract/plan'
import { nodeKind } from '../../layers/rows/treeRow'
import { entryOf, type ImageModel, inodeOfEntry } from '../../layers/stack/model'
import { stateAt } from '../../layers/stack/stack'
import { stackAt } from '../../layers/stack/stackAt'

/** A folder and all below it, as the stack up to `layer` shows it. A hard link is the file that it leads to, in whatever layer that is. */
export function extractPlan(model: ImageModel, layer: number, node: number): readonly PlannedEntry[] {
  const stack = stackAt(model, layer)
  const plan: PlannedEntry[] = []
  const end = model.paths.end[node] ?? 0
  for (let at = node; at < end; at += 1) {
    const standing = stateAt(stack, at)
    if (standing === undefined) continue
    const path = namesBelow(model, node, at)
    const inode = inodeOfEntry(model, standing.layer, standing.entry)
    if (inode === undefined) plan.push({ path, kind: kindOf(model, standing), ...standing })
    else plan.push({ path, kind: 'file', ...entryOf(model, inode) })
  }
  return plan
}

function kindOf(model: ImageModel, { layer, entry }: { layer: number; entry: number }): PlannedKind {
  if (entry < 0) return 'folder'
  return nodeKind(model.layers[layer]?.entries.kind[entry])
}

function namesBelow({ paths }: ImageModel, top: number, node: number): readonly Uint8Array[] {
  const names: Uint8Array[] = []
  for (let at = node; at > top; at = paths.parent[at] ?? -1) {
    names.push(paths.bytes.subarray(paths.start[at], paths.start[at + 1]))
  }
  return names.reverse()
}

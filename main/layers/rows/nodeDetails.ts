import type { NodeDetails } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import { digestText } from '../stack/digestText'
import { entryOf, type ImageModel, inodeOfEntry } from '../stack/model'
import { pathOf } from '../stack/names'
import { stateAt } from '../stack/stack'
import { hasChildren } from './outline'
import { factsOf, nodeKind, treeRow } from './treeRow'
import { shownAt, type View, viewOf } from './view'

/** Other names of one file; more are not listed. */
const mostLinks = 1_000

/** A path as the stack up to `layer` shows it, or as the layer removed it; undefined when it is in neither. */
export function nodeDetails(model: ImageModel, layer: number, node: number): NodeDetails | undefined {
  if (node < 0 || node >= model.paths.count || layer >= model.layers.length) return undefined
  const stack = viewOf(model, layer, 'stack')
  const view = stateAt(stack.now, node) === undefined ? viewOf(model, layer, 'changes') : stack
  const standing = shownAt(view, node)
  if (standing === undefined) return undefined
  const inode = inodeOfEntry(model, standing.layer, standing.entry)
  const place = { node, depth: 0, hasChildren: hasChildren(view, node), isOpen: false }
  return {
    path: pathOf(model.paths, node),
    row: treeRow(view, place),
    ...(inode === undefined ? {} : { digest: digestOf(model, inode) }),
    versions: [...versionsOf(model, node)],
    linkedFrom: inode === undefined ? [] : linksOf(view, inode, node),
  }
}

function digestOf(model: ImageModel, inode: number): string {
  const { layer, entry } = entryOf(model, inode)
  return digestText(model.layers[layer]?.entries.digest ?? new Uint8Array(), entry)
}

type Version = NodeDetails['versions'][number]

/** Entries of the path itself and of what takes it away: whiteouts of it or a parent, and files in a parent's place. */
function* versionsOf(model: ImageModel, node: number): Generator<Version> {
  const above = new Set<number>()
  for (let at = model.paths.parent[node] ?? -1; at >= 0; at = model.paths.parent[at] ?? -1) above.add(at)
  let isThere = false
  for (const [layer, { entries }] of model.layers.entries()) {
    const nodes = model.nodeOf[layer] ?? new Int32Array()
    let found: Version | undefined
    let isRemoved = false
    let isBelow = false
    for (let entry = 0; entry < entries.count; entry += 1) {
      const at = nodes[entries.node[entry] ?? 0] ?? 0
      const kind = entries.kind[entry] ?? EntryKind.file
      if (at === node) {
        if (kind === EntryKind.whiteout) isRemoved = true
        else if (kind !== EntryKind.opaque) found = versionOf(model, layer, entry)
      } else if (above.has(at) && kind !== EntryKind.folder) {
        if (kind !== EntryKind.whiteout && kind !== EntryKind.opaque) found = undefined
        isRemoved = true
      } else if (at > node && at < (model.paths.end[node] ?? 0)) isBelow ||= kind !== EntryKind.whiteout
    }
    if (found !== undefined) yield found
    else if (isRemoved && isThere && !isBelow) yield removedBy(layer)
    isThere = found !== undefined || isBelow || (isThere && !isRemoved)
  }
}

function versionOf(model: ImageModel, layer: number, entry: number): Version {
  const { mode, uid, gid, modified } = factsOf(model, { layer, entry })
  const inode = inodeOfEntry(model, layer, entry)
  const at = inode === undefined ? undefined : entryOf(model, inode)
  return {
    layer,
    kind: nodeKind(model.layers[layer]?.entries.kind[entry]),
    bytes: at === undefined ? 0 : (model.layers[at.layer]?.entries.size[at.entry] ?? 0),
    mode,
    uid,
    gid,
    modified,
    ...(inode === undefined ? {} : { digest: digestOf(model, inode) }),
  }
}

function removedBy(layer: number): Version {
  return { layer, kind: 'removed', bytes: 0, mode: 0, uid: 0, gid: 0, modified: 0 }
}

function linksOf(view: View, inode: number, node: number): string[] {
  const { model } = view
  const numbers = [inode]
  for (const [link, its] of model.inodeOf) if (its === inode) numbers.push(link)
  const nodes = new Set<number>()
  for (const number of numbers) {
    const { layer, entry } = entryOf(model, number)
    const at = model.nodeOf[layer]?.[model.layers[layer]?.entries.node[entry] ?? 0] ?? 0
    const standing = shownAt(view, at)
    if (at !== node && standing?.layer === layer && standing.entry === entry) nodes.add(at)
  }
  const some = [...nodes].sort((a, b) => a - b).slice(0, mostLinks)
  return some.map((at) => pathOf(model.paths, at))
}

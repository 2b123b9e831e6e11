import type { TreeMode } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import { changesOf } from '../stack/changes'
import { createLru, type Lru } from '../stack/lru'
import { entryOf, type ImageModel, inodeOfEntry } from '../stack/model'
import { absent, type Stack, stateAt } from '../stack/stack'
import { stackAt } from '../stack/stackAt'
import { notShown, type Outline } from './outline'

/** A tree of one layer: what its stack shows, or what the layer changes. */
export type View = Outline & {
  readonly model: ImageModel
  readonly layer: number
  readonly mode: TreeMode
  readonly now: Stack
  /** Without the layer: what removed paths were. */
  readonly before: Stack
  readonly changes: Uint8Array
  /** Of a folder: all below, each hard-linked file once. In `changes` mode what was removed is counted, too. */
  readonly bytes: Float64Array
  /** All below that is no folder; 0 for what is no folder. */
  readonly files: Uint32Array
  /** 1 where something below changed. */
  readonly changedBelow: Uint8Array
}

const kept = new WeakMap<ImageModel, Lru<string, View>>()

export function viewOf(model: ImageModel, layer: number, mode: TreeMode): View {
  let views = kept.get(model)
  if (views === undefined) {
    views = createLru(3)
    kept.set(model, views)
  }
  const key = `${mode} ${layer}`
  const known = views.get(key)
  if (known !== undefined) return known
  const view = makeView(model, layer, mode)
  views.set(key, view)
  return view
}

/** The standing that a row shows: of what is gone, what it was. */
export function shownAt({ now, before, mode }: View, node: number) {
  return stateAt(now, node) ?? (mode === 'changes' ? stateAt(before, node) : undefined)
}

function makeView(model: ImageModel, layer: number, mode: TreeMode): View {
  const { paths } = model
  const now = stackAt(model, layer)
  const before = stackAt(model, layer - 1)
  const changes = changesOf(model, layer)
  const changedBelow = upward(paths.parent, changes)
  const kind = new Uint8Array(paths.count).fill(notShown)
  const view = {
    paths,
    kind,
    folderKind: EntryKind.folder,
    bytes: new Float64Array(paths.count),
    files: new Uint32Array(paths.count),
    model,
    layer,
    mode,
    now,
    before,
    changes,
    changedBelow,
  }
  fillKinds(view)
  fillSums(view)
  return view
}

function upward(parent: Int32Array, marks: Uint8Array): Uint8Array {
  const below = new Uint8Array(marks.length)
  for (let node = marks.length - 1; node > 0; node -= 1)
    if (marks[node] !== 0 || below[node] === 1) below[parent[node] ?? 0] = 1
  return below
}

function fillKinds(view: View): void {
  const { model, mode, now, before, changes, changedBelow, kind } = view
  for (let node = 0; node < kind.length; node += 1) {
    if (mode === 'changes' && changes[node] === 0 && changedBelow[node] === 0) continue
    const isHere = (now.layer[node] ?? absent) !== absent
    const stack = isHere ? now : before
    if (!isHere && mode === 'stack') continue
    const layer = stack.layer[node] ?? absent
    if (layer === absent) continue
    const entry = stack.entry[node] ?? -1
    kind[node] = entry < 0 ? EntryKind.folder : (model.layers[layer]?.entries.kind[entry] ?? notShown)
  }
}

/** One pass up: a node comes after its parent, so that all below is summed when it is reached. */
function fillSums(view: View): void {
  const { model, paths, kind, bytes, files } = view
  const names = new Map<number, number[]>()
  for (let node = 1; node < kind.length; node += 1) {
    const its = kind[node]
    if (its === EntryKind.file || its === EntryKind.hardLink) bytes[node] = bytesAt(view, node, names)
  }
  addFirstNames(view, names)
  for (const [inode, nodes] of names) {
    const { layer, entry } = entryOf(model, inode)
    const size = model.layers[layer]?.entries.size[entry] ?? 0
    for (const folder of commonFolders(view, nodes)) bytes[folder] = (bytes[folder] ?? 0) - size
  }
  for (let node = kind.length - 1; node > 0; node -= 1) {
    if (kind[node] === notShown) continue
    const above = paths.parent[node] ?? 0
    const isFolder = kind[node] === EntryKind.folder
    bytes[above] = (bytes[above] ?? 0) + (bytes[node] ?? 0)
    files[above] = (files[above] ?? 0) + (files[node] ?? 0) + (isFolder ? 0 : 1)
  }
}

function bytesAt(view: View, node: number, names: Map<number, number[]>): number {
  const { model } = view
  const standing = shownAt(view, node)
  if (standing === undefined) return 0
  const { layer, entry } = standing
  const entries = model.layers[layer]?.entries
  if (entries?.kind[entry] === EntryKind.file) return entries.size[entry] ?? 0
  const inode = inodeOfEntry(model, layer, entry)
  if (inode === undefined) return 0
  const known = names.get(inode)
  if (known === undefined) names.set(inode, [node])
  else known.push(node)
  const target = entryOf(model, inode)
  return model.layers[target.layer]?.entries.size[target.entry] ?? 0
}

/** The name under which a file came first, where it still shows it. */
function addFirstNames(view: View, names: Map<number, number[]>): void {
  const { model } = view
  for (const [inode, nodes] of names) {
    const { layer, entry } = entryOf(model, inode)
    const node = model.nodeOf[layer]?.[model.layers[layer]?.entries.node[entry] ?? 0] ?? 0
    const standing = view.kind[node] === EntryKind.file ? shownAt(view, node) : undefined
    if (standing?.layer === layer && standing.entry === entry) nodes.push(node)
  }
}

/** Where two neighbouring names of one file meet: there it would be counted once too often. */
function* commonFolders({ paths }: View, nodes: number[]): Generator<number> {
  nodes.sort((a, b) => a - b)
  for (const [i, node] of nodes.entries()) {
    if (i === 0) continue
    let folder = nodes[i - 1] ?? 0
    while ((paths.end[folder] ?? 0) <= node) folder = paths.parent[folder] ?? 0
    yield folder
  }
}

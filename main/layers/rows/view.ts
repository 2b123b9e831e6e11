import type { TreeMode } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import { changesOf } from '../stack/changes'
import { keptFor } from '../stack/lru'
import { type ImageModel, inodeOfEntry } from '../stack/model'
import { absent, type Stack, stateAt } from '../stack/stack'
import { stackAt } from '../stack/stackAt'
import { notShown, type Outline } from './outline'
import { repeatedBytes, sizeOf, sumUp } from './sums'

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

/** Of a row: a file that took a folder's place has only its own bytes, not those of what was removed below it. */
export function bytesAt(view: View, node: number): number {
  if (view.kind[node] === EntryKind.folder) return view.bytes[node] ?? 0
  const standing = shownAt(view, node)
  const inode = standing === undefined ? undefined : inodeOfEntry(view.model, standing.layer, standing.entry)
  return inode === undefined ? 0 : sizeOf(view.model, inode)
}

type Stacks = Omit<View, 'paths' | 'kind' | 'bytes' | 'files'>

/** Paths in all views that are kept: 16 bytes each. At least three views are kept, however large. */
const keptPaths = 1_500_000

const kept = keptFor<ImageModel, string, View>(({ paths }) =>
  Math.max(3, Math.min(64, Math.floor(keptPaths / paths.count))),
)

export function viewOf(model: ImageModel, layer: number, mode: TreeMode): View {
  return kept(model, `${mode} ${layer}`, () => makeView(model, layer, mode))
}

/** The standing that a row shows: of what is gone, what it was. */
export function shownAt({ now, before, mode }: Pick<View, 'now' | 'before' | 'mode'>, node: number) {
  return stateAt(now, node) ?? (mode === 'changes' ? stateAt(before, node) : undefined)
}

function makeView(model: ImageModel, layer: number, mode: TreeMode): View {
  const { paths } = model
  const now = stackAt(model, layer)
  const before = stackAt(model, layer - 1)
  const changes = changesOf(model, layer)
  const changedBelow = upward(paths.parent, changes)
  const stacks = { model, layer, mode, now, before, changes, changedBelow }
  const { kind, bytes } = rowsOf(stacks)
  const inodeAt = (node: number) => {
    const standing = kind[node] === notShown ? undefined : shownAt(stacks, node)
    return standing === undefined ? undefined : inodeOfEntry(model, standing.layer, standing.entry)
  }
  sumUp(paths, bytes, repeatedBytes(paths, model, inodeAt))
  return { ...stacks, paths, kind, bytes, files: countFiles({ paths, kind }) }
}

function upward(parent: Int32Array, marks: Uint8Array): Uint8Array {
  const below = new Uint8Array(marks.length)
  for (let node = marks.length - 1; node > 0; node -= 1)
    if (marks[node] !== 0 || below[node] === 1) below[parent[node] ?? 0] = 1
  return below
}

/** Kinds of all rows, and bytes of files at their own nodes. */
function rowsOf({ model, mode, now, before, changes, changedBelow }: Stacks) {
  const { count } = model.paths
  const kind = new Uint8Array(count).fill(notShown)
  const bytes = new Float64Array(count)
  let last = absent
  let entries = model.layers[0]?.entries
  for (let node = 0; node < count; node += 1) {
    if (mode === 'changes' && changes[node] === 0 && changedBelow[node] === 0) continue
    const isHere = now.layer[node] !== absent
    if (!isHere && mode === 'stack') continue
    const layer = (isHere ? now.layer[node] : before.layer[node]) ?? absent
    if (layer === absent) continue
    const entry = (isHere ? now.entry[node] : before.entry[node]) ?? -1
    if (layer !== last) entries = model.layers[layer]?.entries
    last = layer
    const its = entry < 0 ? EntryKind.folder : (entries?.kind[entry] ?? notShown)
    kind[node] = its
    if (its === EntryKind.file) bytes[node] = entries?.size[entry] ?? 0
    else if (its === EntryKind.hardLink) {
      const inode = inodeOfEntry(model, layer, entry)
      if (inode !== undefined) bytes[node] = sizeOf(model, inode)
    }
  }
  return { kind, bytes }
}

function countFiles({ paths, kind }: Pick<Outline, 'paths' | 'kind'>): Uint32Array {
  const files = new Uint32Array(paths.count)
  for (let node = paths.count - 1; node > 0; node -= 1) {
    if (kind[node] === notShown) continue
    const above = paths.parent[node] ?? 0
    files[above] = (files[above] ?? 0) + (files[node] ?? 0) + (kind[node] === EntryKind.folder ? 0 : 1)
  }
  return files
}

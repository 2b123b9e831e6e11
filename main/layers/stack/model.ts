import { EntryKind, type LayerIndex } from '../layerIndex'
import { applyLayer } from './applyLayer'
import { mergeNames, type PathTable } from './pathTable'
import { emptyStack, type Stack, stateAt } from './stack'

/** Layers of one image over one table of paths. Immutable; what is derived from it is kept beside it (`derived.ts`). */
export type ImageModel = {
  /** Bottom first. */
  readonly layers: readonly LayerIndex[]
  readonly paths: PathTable
  /** For each layer: its nodes as numbers of `paths`. */
  readonly nodeOf: readonly Int32Array[]
  /** Number of a layer's first entry when all entries of all layers are counted; one more than layers. */
  readonly firstEntry: readonly number[]
  /** Hard links (number over all layers) to the entry that has the data. A link to nothing is not in it. */
  readonly inodeOf: ReadonlyMap<number, number>
}

export function createModel(layers: readonly LayerIndex[]): ImageModel {
  const { paths, nodeOf, find } = mergeNames(layers.map(({ names }) => names))
  const firstEntry = [0]
  for (const { entries } of layers) firstEntry.push((firstEntry.at(-1) ?? 0) + entries.count)
  const inodeOf = new Map<number, number>()
  const model = { layers, paths, nodeOf, firstEntry, inodeOf }
  if (layers.some(({ entries }) => entries.kind.includes(EntryKind.hardLink)))
    resolveLinks(model, inodeOf, find)
  return model
}

/** A link gets the inode that its target has when the link is made, as unpacking one layer after the other would. */
function resolveLinks(
  model: ImageModel,
  inodeOf: Map<number, number>,
  find: (path: Uint8Array) => number,
): void {
  const stack = emptyStack(model.paths.count)
  for (const [position, layer] of model.layers.entries()) {
    const first = model.firstEntry[position] ?? 0
    const early: number[] = []
    const resolve = (entry: number) => {
      const inode = inodeAt(model, stack, targetOf(model, position, entry, find))
      if (inode !== undefined) inodeOf.set(first + entry, inode)
      return inode !== undefined
    }
    applyLayer(model, stack, position, (entry) => {
      if (!resolve(entry)) early.push(entry)
    })
    // Links that stand before their target in the tar.
    if (layer.entries.count > 0) for (const entry of early) resolve(entry)
  }
}

function targetOf(
  { layers, nodeOf }: ImageModel,
  position: number,
  entry: number,
  find: (path: Uint8Array) => number,
): number {
  const entries = layers[position]?.entries
  if (entries === undefined) return -1
  const node = entries.linkNode[entry] ?? -1
  if (node >= 0) return nodeOf[position]?.[node] ?? -1
  return find(entries.links.subarray(entries.linkStart[entry], entries.linkStart[entry + 1]))
}

function inodeAt(model: ImageModel, stack: Stack, node: number): number | undefined {
  const state = node < 0 ? undefined : stateAt(stack, node)
  return state === undefined ? undefined : inodeOfEntry(model, state.layer, state.entry)
}

/** Number over all layers of the entry that has the data of a file or a hard link. */
export function inodeOfEntry(model: ImageModel, layer: number, entry: number): number | undefined {
  if (entry < 0) return undefined
  const kind = model.layers[layer]?.entries.kind[entry]
  const number = (model.firstEntry[layer] ?? 0) + entry
  if (kind === EntryKind.file) return number
  return kind === EntryKind.hardLink ? model.inodeOf.get(number) : undefined
}

/** Layer and entry of a number over all layers. */
export function entryOf({ firstEntry }: ImageModel, number: number): { layer: number; entry: number } {
  let low = 0
  let high = firstEntry.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((firstEntry[middle] ?? 0) <= number) low = middle
    else high = middle
  }
  return { layer: low, entry: number - (firstEntry[low] ?? 0) }
}

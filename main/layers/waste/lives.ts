import { sameInodes } from '../stack/content'
import { entryOf, type ImageModel, inodeOfEntry } from '../stack/model'
import { absent, type Stack } from '../stack/stack'
import { stackAt } from '../stack/stackAt'

/** How stored bytes were lost: what stands at their own path once the last name of their file is gone. */
export const Fate = { none: 0, sameAgain: 1, replaced: 2, removed: 3 } as const

/** By the number of an entry over all layers. */
export type Lives = {
  /** `alive`, `noData`, or the layer after which no path shows the entry's bytes any more. */
  readonly end: Int32Array
  /** Of what has an end. */
  readonly fate: Uint8Array
}

export const alive = -1
export const noData = -2

/** Follows every file of every layer from its tar entry to the layer that takes its last name away. */
export function livesOf(model: ImageModel): Lives {
  const count = model.firstEntry.at(-1) ?? 0
  const lives = { end: new Int32Array(count).fill(noData), fate: new Uint8Array(count) }
  const names = new Int32Array(count)
  for (let layer = 0; layer < model.layers.length; layer += 1) {
    const lost = countNames(model, layer, names)
    const after = stackAt(model, layer)
    const first = model.firstEntry[layer] ?? 0
    const finish = (number: number) => {
      if (lives.end[number] !== alive) return
      lives.end[number] = layer
      // What its own layer hides was written over while the layer was made.
      lives.fate[number] = number >= first ? Fate.replaced : fateOf(model, after, number)
    }
    const entries = model.layers[layer]?.entries
    for (let i = 0; i < (entries?.count ?? 0); i += 1) {
      if ((entries?.stored[i] ?? 0) <= 0) continue
      lives.end[first + i] = alive
      if (names[first + i] === 0) finish(first + i)
    }
    for (const number of lost) if (names[number] === 0) finish(number)
  }
  return lives
}

/** Brings `names` (paths that show each file) up to a layer; gives the files that lost one. */
function countNames(model: ImageModel, layer: number, names: Int32Array): readonly number[] {
  const before = stackAt(model, layer - 1)
  const after = stackAt(model, layer)
  const lost: number[] = []
  for (let node = 1; node < model.paths.count; node += 1) {
    const isSame = before.layer[node] === after.layer[node] && before.entry[node] === after.entry[node]
    if (isSame) continue
    const old = inodeIn(model, before, node)
    const now = inodeIn(model, after, node)
    if (now !== undefined) names[now] = (names[now] ?? 0) + 1
    if (old === undefined) continue
    names[old] = (names[old] ?? 0) - 1
    lost.push(old)
  }
  return lost
}

/** Number over all layers of the file that a path shows. */
export function inodeIn(model: ImageModel, stack: Stack, node: number): number | undefined {
  const layer = stack.layer[node] ?? absent
  return layer === absent ? undefined : inodeOfEntry(model, layer, stack.entry[node] ?? -1)
}

export function nodeOfNumber(model: ImageModel, number: number): number {
  const { layer, entry } = entryOf(model, number)
  return model.nodeOf[layer]?.[model.layers[layer]?.entries.node[entry] ?? 0] ?? 0
}

function fateOf(model: ImageModel, after: Stack, number: number): number {
  const node = nodeOfNumber(model, number)
  if ((after.layer[node] ?? absent) === absent) return Fate.removed
  const now = inodeIn(model, after, node)
  if (now === undefined) return Fate.replaced
  return sameInodes(model, number, model, now) ? Fate.sameAgain : Fate.replaced
}

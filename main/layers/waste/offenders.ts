import type { WasteCause, WasteOffender } from '@shared/domain/contents'
import { entryOf, type ImageModel } from '../stack/model'
import { pathOf } from '../stack/names'
import { absent } from '../stack/stack'
import { stackAt } from '../stack/stackAt'
import { alive, type Lives, noData, nodeOfNumber } from './lives'

const mostOffenders = 1_000

export type Offenders = { readonly offenders: readonly WasteOffender[]; readonly count: number }

/** Paths with unseen copies, most bytes first. `causeOf`: of an entry that has an end, by its number over all layers. */
export function findOffenders(
  model: ImageModel,
  lives: Lives,
  causeOf: (number: number) => WasteCause,
): Offenders {
  const { lost, copies } = sumPaths(model, lives)
  const nodes: number[] = []
  for (let node = 0; node < lost.length; node += 1) if ((lost[node] ?? 0) > 0) nodes.push(node)
  nodes.sort((a, b) => (lost[b] ?? 0) - (lost[a] ?? 0) || a - b)
  const top = nodes.slice(0, mostOffenders)
  const ends = numbersOf(model, lives, new Set(top))
  const last = stackAt(model, model.layers.length - 1)
  const offenders = top.map((node): WasteOffender => {
    const numbers = ends.get(node) ?? []
    return {
      node,
      path: pathOf(model.paths, node),
      copies: copies[node] ?? 0,
      bytes: lost[node] ?? 0,
      storedIn: distinct(numbers.map((number) => entryOf(model, number).layer)),
      hiddenBy: distinct(numbers.map((number) => lives.end[number] ?? 0)),
      ends: (last.layer[node] ?? absent) === absent ? 'removed' : 'visible',
      cause: causeOf(largestOf(model, numbers)),
    }
  })
  return { offenders, count: nodes.length }
}

function sumPaths(model: ImageModel, { end }: Lives) {
  const lost = new Float64Array(model.paths.count)
  const copies = new Uint32Array(model.paths.count)
  for (const [layer, { entries }] of model.layers.entries()) {
    const first = model.firstEntry[layer] ?? 0
    const nodes = model.nodeOf[layer]
    for (let i = 0; i < entries.count; i += 1) {
      const its = end[first + i] ?? noData
      if (its === noData) continue
      const node = nodes?.[entries.node[i] ?? 0] ?? 0
      copies[node] = (copies[node] ?? 0) + 1
      if (its !== alive) lost[node] = (lost[node] ?? 0) + (entries.stored[i] ?? 0)
    }
  }
  return { lost, copies }
}

/** Entries that have an end, by path, of some paths. */
function numbersOf(
  model: ImageModel,
  { end }: Lives,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (let number = 0; number < end.length; number += 1) {
    if ((end[number] ?? noData) < 0) continue
    const node = nodeOfNumber(model, number)
    if (!wanted.has(node)) continue
    const known = found.get(node)
    if (known === undefined) found.set(node, [number])
    else known.push(number)
  }
  return found
}

function distinct(layers: readonly number[]): readonly number[] {
  return [...new Set(layers)].sort((a, b) => a - b)
}

function largestOf(model: ImageModel, numbers: readonly number[]): number {
  let largest = numbers[0] ?? 0
  for (const number of numbers) if (bytesOf(model, number) > bytesOf(model, largest)) largest = number
  return largest
}

function bytesOf(model: ImageModel, number: number): number {
  const { layer, entry } = entryOf(model, number)
  return model.layers[layer]?.entries.stored[entry] ?? 0
}

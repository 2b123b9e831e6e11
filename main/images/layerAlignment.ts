import type { HistoryAlignment } from '@shared/domain/imageHistory'
import type { StepKind } from './instruction'

/** diffId of a layer with no content: an empty tar of 1,024 zero bytes. */
export const emptyDiffId = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef'

export type AlignStep = { readonly kind: StepKind; readonly size: number }

/** Layers that exist right after a step, known because that step's own image is on the engine. */
export type Anchor = { readonly step: number; readonly layers: number }

/** For each step, oldest first: its layer, `'empty'`, or undefined where it can't be known. */
export type Aligned = {
  readonly alignment: HistoryAlignment
  readonly steps: readonly (number | 'empty' | undefined)[]
}

/** Cells of the table: 20,000 steps with 200 layers fit. */
const maxCells = 8_000_000
const impossible = 65_535

/**
 * Pairs steps with layers (both oldest first) under all constraints at once: what each step can be, the number of
 * layers, the layers known at anchors, and that a step with bytes has not the empty layer. Not a guess by size.
 */
export function alignLayers(
  steps: readonly AlignStep[],
  diffIds: readonly string[],
  anchors: readonly Anchor[] = [],
): Aligned {
  const unknown = steps.map(() => undefined)
  if (steps.length === 0) return { alignment: diffIds.length === 0 ? 'exact' : 'uncertain', steps: unknown }
  if ((steps.length + 1) * (diffIds.length + 1) > maxCells) return { alignment: 'uncertain', steps: unknown }

  const exact = solve(steps, diffIds, anchors, strictCost)
  if (exact?.every((step) => step !== undefined)) return { alignment: 'exact', steps: exact }
  const inferred = exact && solve(steps, diffIds, anchors, likelyCost)
  if (inferred) return { alignment: 'inferred', steps: inferred }
  // Records that contradict the layers: builders other than Docker's know fewer rules. Bytes still need a layer.
  const loose = solve(steps, diffIds, anchors, looseCost)
  if (loose?.every((step) => step !== undefined)) return { alignment: 'inferred', steps: loose }
  return { alignment: 'uncertain', steps: unknown }
}

type Cost = (step: AlignStep, asLayer: boolean) => number

function strictCost({ kind }: AlignStep, asLayer: boolean): number {
  if (kind.type === 'either') return 0
  return (kind.type === 'layer') === asLayer ? 0 : impossible
}

function likelyCost(step: AlignStep, asLayer: boolean): number {
  const { kind } = step
  if (kind.type !== 'either' || kind.likely === undefined) return strictCost(step, asLayer)
  return (kind.likely === 'layer') === asLayer ? 0 : 1
}

function looseCost({ kind, size }: AlignStep, asLayer: boolean): number {
  if (size > 0) return asLayer ? 0 : impossible
  if (kind.type === 'either')
    return kind.likely === undefined || (kind.likely === 'layer') === asLayer ? 0 : 1
  return (kind.type === 'layer') === asLayer ? 0 : 2
}

/** Bytes from the bottom up to and with a layer. `least` and `most` differ where the records leave it open. */
export type Height = { readonly least: number; readonly most: number; readonly likely: number }

/**
 * Heights of all layers, bottom first. A step without bytes that may or may not own a layer often changes nothing here.
 * Undefined when no pairing gives every layer a step.
 */
export function layerHeights(
  steps: readonly AlignStep[],
  diffIds: readonly string[],
  anchors: readonly Anchor[] = [],
): readonly Height[] | undefined {
  if ((steps.length + 1) * (diffIds.length + 1) > maxCells) return undefined
  const strict = rangesOf(steps, diffIds, anchors, strictCost)
  const ranges = strict ?? rangesOf(steps, diffIds, anchors, bytesCost)
  if (ranges === undefined) return undefined
  const likely = rangesOf(steps, diffIds, anchors, strict === undefined ? looseCost : likelyCost)
  return ranges.map(({ least, most }, layer) => ({ least, most, likely: likely?.[layer]?.least ?? least }))
}

function bytesCost({ size }: AlignStep, asLayer: boolean): number {
  return size > 0 && !asLayer ? impossible : 0
}

type Range = { least: number; most: number }

function rangesOf(
  steps: readonly AlignStep[],
  diffIds: readonly string[],
  anchors: readonly Anchor[],
  cost: Cost,
): readonly Range[] | undefined {
  const upTo: number[] = []
  for (const { size } of steps) upTo.push((upTo.at(-1) ?? 0) + size)
  const ranges = diffIds.map((): Range => ({ least: Number.POSITIVE_INFINITY, most: 0 }))
  const fits = eachChoice(steps, diffIds, anchors, cost, (step, layer) => {
    const range = layer === 'empty' ? undefined : ranges[layer]
    if (range === undefined) return
    range.least = Math.min(range.least, upTo[step] ?? 0)
    range.most = Math.max(range.most, upTo[step] ?? 0)
  })
  return fits ? ranges : undefined
}

/** A step has a result when it is the same in every cheapest pairing. Undefined when there is no pairing. */
function solve(
  steps: readonly AlignStep[],
  diffIds: readonly string[],
  anchors: readonly Anchor[],
  cost: Cost,
): (number | 'empty' | undefined)[] | undefined {
  const options = steps.map(() => new Set<number | 'empty'>())
  const fits = eachChoice(steps, diffIds, anchors, cost, (step, choice) => options[step]?.add(choice))
  if (!fits) return undefined
  return options.map((some) => {
    const [only] = some
    return some.size === 1 ? only : undefined
  })
}

/**
 * Visits what each step is in any of the cheapest pairings, by dynamic programming over (steps done, layers used).
 * False when there is no pairing.
 */
function eachChoice(
  steps: readonly AlignStep[],
  diffIds: readonly string[],
  anchors: readonly Anchor[],
  cost: Cost,
  visit: (step: number, choice: number | 'empty') => void,
): boolean {
  const width = diffIds.length + 1
  const fixed = new Map(anchors.map(({ step, layers }) => [step + 1, layers]))
  fixed.set(steps.length, diffIds.length)
  const allowed = (done: number, used: number) => (fixed.get(done) ?? used) === used
  const layerCost = (step: AlignStep, layer: number) =>
    step.size > 0 && diffIds[layer] === emptyDiffId ? impossible : cost(step, true)

  const before = new Uint16Array((steps.length + 1) * width).fill(impossible)
  const after = new Uint16Array((steps.length + 1) * width).fill(impossible)
  const at = (table: Uint16Array, done: number, used: number) => table[done * width + used] ?? impossible
  before[0] = 0
  steps.forEach((step, i) => {
    const empty = cost(step, false)
    for (let used = 0; used < width; used += 1) {
      if (!allowed(i + 1, used)) continue
      const made = used === 0 ? impossible : add(at(before, i, used - 1), layerCost(step, used - 1))
      before[(i + 1) * width + used] = Math.min(add(at(before, i, used), empty), made)
    }
  })
  const best = at(before, steps.length, diffIds.length)
  if (best === impossible) return false

  after[steps.length * width + diffIds.length] = 0
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i]
    if (step === undefined) continue
    const empty = cost(step, false)
    for (let used = 0; used < width; used += 1) {
      const asEmpty = add(at(after, i + 1, used), empty)
      const asLayer = used + 1 < width ? add(at(after, i + 1, used + 1), layerCost(step, used)) : impossible
      const reach = at(before, i, used)
      if (add(reach, asEmpty) === best) visit(i, 'empty')
      if (add(reach, asLayer) === best) visit(i, used)
      after[i * width + used] = reach === impossible ? impossible : Math.min(asEmpty, asLayer)
    }
  }
  return true
}

function add(a: number, b: number): number {
  return a === impossible || b === impossible ? impossible : Math.min(a + b, impossible - 1)
}

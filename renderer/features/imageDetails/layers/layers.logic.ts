import type {
  EmptyStep,
  ImageLayer,
  ImageLayers,
  LayerTotals,
  SharingImage,
} from '@shared/domain/imageLayers'
import { sum } from '@shared/sum'

/** Heights in px. A layer of 0 bytes is still big enough to be hit; a step without a layer is a thin line of text. */
const floor = 28
const thin = 20
/** The biggest layer is no higher than this, and all layers together than that, on top of their floors. */
const highest = 112
const budget = 360

export type StackRow =
  | { readonly type: 'layer'; readonly layer: ImageLayer; readonly height: number }
  | { readonly type: 'empty'; readonly step: EmptyStep; readonly key: string; readonly height: number }

/** Rows from the top down. */
export type StackGroup = {
  readonly part: 'own' | 'base' | 'all'
  readonly layerCount: number
  readonly bytes?: number
  readonly rows: readonly StackRow[]
}

/** Above their floors, heights stand to each other as the bytes do. */
export function heightOf(layers: readonly ImageLayer[]): (layer: ImageLayer) => number {
  const sizes = layers.map(({ bytes }) => bytes ?? 0)
  const most = Math.max(1, ...sizes)
  const scale = Math.min(highest / most, budget / Math.max(1, sum(sizes)))
  return ({ bytes = 0 }) => floor + Math.round(bytes * scale)
}

/** The stack as it is drawn: the newest on top, own layers over the base's. A step without a layer lies on its layer. */
export function stackGroups(stack: ImageLayers): readonly StackGroup[] {
  const { layers, emptySteps, base, totals } = stack
  const height = heightOf(layers)
  const rows = rowsOf(layers, emptySteps, height)
  if (base === undefined) return [group('all', stack, rows, totals.layers)]
  const own = rows.filter((row) => !isBaseRow(row, base.layers))
  const below = rows.filter((row) => isBaseRow(row, base.layers))
  return [group('own', stack, own, totals.own), group('base', stack, below, totals.base)].filter(
    ({ rows: some }) => some.length > 0,
  )
}

function rowsOf(
  layers: readonly ImageLayer[],
  emptySteps: readonly EmptyStep[],
  height: (layer: ImageLayer) => number,
): readonly StackRow[] {
  const empties = new Map<number, StackRow[]>()
  for (const [i, step] of emptySteps.entries()) {
    const row: StackRow = { type: 'empty', step, key: `empty-${i}`, height: thin }
    empties.set(step.above, [...(empties.get(step.above) ?? []), row])
  }
  const bottomUp = [
    ...(empties.get(-1) ?? []),
    ...layers.flatMap((layer): StackRow[] => [
      { type: 'layer', layer, height: height(layer) },
      ...(empties.get(layer.index) ?? []),
    ]),
  ]
  return bottomUp.reverse()
}

function isBaseRow(row: StackRow, baseLayers: number): boolean {
  return (row.type === 'layer' ? row.layer.index : row.step.above) < baseLayers
}

function group(
  part: StackGroup['part'],
  stack: ImageLayers,
  rows: readonly StackRow[],
  bytes: number | undefined,
): StackGroup {
  const cut = part === 'base' ? 0 : stack.layerCount - stack.layers.length
  const layerCount = rows.filter(({ type }) => type === 'layer').length + cut
  return { part, layerCount, rows, ...(bytes === undefined ? {} : { bytes }) }
}

/** Where a key leads: up the screen is up the stack. Undefined where the key means nothing here. */
export function moveTo(key: string, chosen: number | undefined, shown: number): number | undefined {
  const top = shown - 1
  if (top < 0) return undefined
  if (key === 'Home') return top
  if (key === 'End') return 0
  const by = { ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key]
  if (by === undefined) return undefined
  if (chosen === undefined) return by < 0 ? top : 0
  return Math.min(top, Math.max(0, chosen + by))
}

/** Images that hold the layer at `index`, by name. */
export function sharersOf(sharing: readonly SharingImage[], index: number): readonly SharingImage[] {
  return sharing.filter(({ layers }) => layers > index)
}

export type SizeRemark =
  | { readonly type: 'unknown' }
  | { readonly type: 'beside'; readonly rest: number }
  | { readonly type: 'differs' }

/** What is to be said where the image's own size is not the sum of its layers. */
export function sizeRemark(
  { image, layers }: LayerTotals,
  store: ImageLayers['store'],
): SizeRemark | undefined {
  if (layers === undefined) return { type: 'unknown' }
  if (layers === image) return undefined
  return store === 'containerd' && image > layers
    ? { type: 'beside', rest: image - layers }
    : { type: 'differs' }
}

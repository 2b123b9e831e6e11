import type { HistoryLine, ImageHistory } from '@shared/domain/imageHistory'

export type HistoryOrder = 'newestFirst' | 'dockerfile'

/** A row of the view: a step of the image, or the line where the base ends. */
export type HistoryRow = { readonly type: 'step'; readonly index: number } | { readonly type: 'baseEnds' }

/** `baseLine`: index (newest first) of the newest step of the base; undefined or outside: no line is drawn. */
export function hasBaseLine(total: number, baseLine: number | undefined): baseLine is number {
  return baseLine !== undefined && baseLine > 0 && baseLine < total
}

export function rowCount(total: number, baseLine: number | undefined): number {
  return total + (hasBaseLine(total, baseLine) ? 1 : 0)
}

export function rowAt(
  position: number,
  total: number,
  baseLine: number | undefined,
  order: HistoryOrder,
): HistoryRow {
  const count = rowCount(total, baseLine)
  const fromTop = order === 'newestFirst' ? position : count - 1 - position
  if (!hasBaseLine(total, baseLine)) return { type: 'step', index: fromTop }
  if (fromTop === baseLine) return { type: 'baseEnds' }
  return { type: 'step', index: fromTop < baseLine ? fromTop : fromTop - 1 }
}

export function positionOf(
  index: number,
  total: number,
  baseLine: number | undefined,
  order: HistoryOrder,
): number {
  const fromTop = hasBaseLine(total, baseLine) && index >= baseLine ? index + 1 : index
  return order === 'newestFirst' ? fromTop : rowCount(total, baseLine) - 1 - fromTop
}

/** The history is read from its newest end on: the far end of the Dockerfile order needs all of it. */
export function wantsMore(
  visible: { readonly first: number; readonly last: number },
  loaded: number,
  total: number,
  baseLine: number | undefined,
  order: HistoryOrder,
): boolean {
  if (loaded >= total) return false
  const count = rowCount(total, baseLine)
  return [visible.first, visible.last].some((position) => {
    const row = rowAt(Math.min(Math.max(0, position), count - 1), total, baseLine, order)
    return (row.type === 'step' ? row.index : (baseLine ?? 0)) >= loaded
  })
}

export type StepMark = 'layer' | 'empty' | 'unknown'

export function stepMark(line: HistoryLine): StepMark {
  if (line.emptyLayer === true) return 'empty'
  return line.layer === undefined ? 'unknown' : 'layer'
}

/** Share of the biggest step, 0..1; anything that has bytes stays visible. */
export function barShare(size: number, biggest: number): number {
  if (size <= 0 || biggest <= 0) return 0
  return Math.max(0.01, Math.min(1, size / biggest))
}

export type BaseSummary = {
  readonly name?: string
  readonly imageId: string
  readonly layers: number
  readonly baseBytes: number
  readonly totalBytes: number
  /** The chain of layers says so, no record: a guess. */
  readonly guess: boolean
}

export function baseSummary(
  history: Pick<ImageHistory, 'base' | 'ownBytes' | 'baseBytes'>,
): BaseSummary | undefined {
  const { base, ownBytes, baseBytes } = history
  if (base === undefined || ownBytes === undefined || baseBytes === undefined) return undefined
  return {
    ...(base.name === undefined ? {} : { name: base.name }),
    imageId: base.imageId,
    layers: base.layers,
    baseBytes,
    totalBytes: baseBytes + ownBytes,
    guess: base.known === 'chain',
  }
}

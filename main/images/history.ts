import { cutText } from '@shared/domain/cutText'
import type { BaseImage, HistoryLine, ImageHistory } from '@shared/domain/imageHistory'
import { cut } from '@shared/text'
import type { ListedHistory } from '../ports/engineClient'
import { fairLimit } from './cutTexts'
import { stepKind } from './instruction'
import {
  type Aligned,
  type AlignStep,
  type Anchor,
  alignLayers,
  type Height,
  layerHeights,
} from './layerAlignment'

/** Rows in one answer. */
export const historyPage = 2_000
/** Characters of instructions in one answer. */
const textBudget = 700_000
const maxComment = 120

/** Pairs steps (newest first, as the engine lists them) with layers (oldest first). */
export function alignHistory(
  history: readonly ListedHistory[],
  diffIds: readonly string[],
  /** Layers of the images that steps of the classic builder left behind, by image id. */
  layersOf: (imageId: string) => number | undefined = () => undefined,
): Aligned {
  const { steps, anchors } = alignable(history, diffIds, layersOf)
  return alignLayers(steps, diffIds, anchors)
}

/** Bytes from the bottom up to each layer, where steps and layers pair up. */
export function heightsOfHistory(
  history: readonly ListedHistory[],
  diffIds: readonly string[],
  layersOf: (imageId: string) => number | undefined = () => undefined,
): readonly Height[] | undefined {
  const { steps, anchors } = alignable(history, diffIds, layersOf)
  return layerHeights(steps, diffIds, anchors)
}

function alignable(
  history: readonly ListedHistory[],
  diffIds: readonly string[],
  layersOf: (imageId: string) => number | undefined,
): { readonly steps: readonly AlignStep[]; readonly anchors: readonly Anchor[] } {
  const oldestFirst = [...history].reverse()
  const anchors = oldestFirst.flatMap(({ imageId }, step): Anchor[] => {
    const layers = imageId === undefined ? undefined : layersOf(imageId)
    return layers === undefined || layers > diffIds.length ? [] : [{ step, layers }]
  })
  const steps = oldestFirst.map((step) => ({ kind: stepKind(step), size: step.size }))
  return { steps, anchors }
}

export type HistoryBase = {
  readonly image: BaseImage
  /** The base's own history, newest first, when it could be read. */
  readonly history?: readonly ListedHistory[]
}

/**
 * Index of the newest line that is the base's. Exact when the base's own history is the lower end of this one; else the
 * line of its last layer, since metadata lines between two layers could be either's.
 */
export function baseLineOf(
  history: readonly ListedHistory[],
  aligned: Aligned,
  base: HistoryBase,
): number | undefined {
  const own = base.history
  if (own !== undefined && own.length > 0 && own.length <= history.length) {
    const lower = history.slice(history.length - own.length)
    const same = lower.every((line, i) => {
      return line.createdBy === own[i]?.createdBy && line.created === own[i]?.created
    })
    if (same) return history.length - own.length
  }
  const top = aligned.steps.indexOf(base.image.layers - 1)
  return top === -1 ? undefined : history.length - 1 - top
}

export type HistoryFacts = {
  readonly history: readonly ListedHistory[]
  readonly diffIds: readonly string[]
  readonly aligned: Aligned
  readonly base?: HistoryBase
}

/** One answer: the rows from `from` on with their layers, and the totals over all rows. */
export function historyAnswer({ history, diffIds, aligned, base }: HistoryFacts, from: number): ImageHistory {
  const rows = history.slice(from, from + historyPage)
  const limit = fairLimit(
    rows.map((row) => row.createdBy.length),
    textBudget,
    { most: 65_536, least: 100 },
  )
  const baseLine = base === undefined ? undefined : baseLineOf(history, aligned, base)
  const bytes = (some: readonly ListedHistory[]) => some.reduce((sum, { size }) => sum + size, 0)
  return {
    total: history.length,
    from,
    lines: rows.map((row, i) => lineOf(row, aligned.steps[history.length - 1 - from - i], diffIds, limit)),
    alignment: aligned.alignment,
    layerCount: diffIds.length,
    ...(base === undefined ? {} : { base: base.image }),
    ...(baseLine === undefined
      ? {}
      : {
          baseLine,
          ownBytes: bytes(history.slice(0, baseLine)),
          baseBytes: bytes(history.slice(baseLine)),
        }),
  }
}

function lineOf(
  row: ListedHistory,
  layer: number | 'empty' | undefined,
  diffIds: readonly string[],
  limit: number,
): HistoryLine {
  const diffId = typeof layer === 'number' ? diffIds[layer] : undefined
  return {
    ...(row.created === undefined ? {} : { created: row.created }),
    createdBy: cutText(row.createdBy, limit),
    comment: cut(row.comment, maxComment),
    size: row.size,
    tags: row.tags.slice(0, 20),
    ...(row.imageId === undefined ? {} : { imageId: row.imageId }),
    ...(layer === undefined ? {} : { emptyLayer: layer === 'empty' }),
    ...(diffId === undefined || typeof layer !== 'number' ? {} : { diffId, layer }),
  }
}

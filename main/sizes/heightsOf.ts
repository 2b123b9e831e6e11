import type { ImageStore } from '@shared/domain/engine'
import { heightsOfHistory } from '../images/history'
import type { Height } from '../images/layerAlignment'
import type { ListedHistory } from '../ports/engineClient'
import { exactly } from './height'

export type HistoryTold = {
  /** One for each layer, bottom first. The top's is always known. */
  readonly heights: readonly Height[]
  /** False: layers are not unpacked yet, and will have other bytes once they are. */
  readonly lasting: boolean
}

export type HistoryAsked = {
  readonly diffIds: readonly string[]
  /** Bytes of the image as the list has them; on the classic store all its layers. */
  readonly size: number
  readonly store: ImageStore
  /** Layers of images that the classic builder left behind, by image id. */
  readonly layersOf?: (imageId: string) => number | undefined
}

/** Pure: unpacked bytes from the bottom up to each layer, as `docker history` tells them. */
export function heightsOf(history: readonly ListedHistory[], asked: HistoryAsked): HistoryTold {
  const { diffIds, store, layersOf } = asked
  const told = history.reduce((sum, { size }) => sum + size, 0)
  const total = store === 'classic' ? asked.size : told
  const heights = total === told ? heightsOfHistory(history, diffIds, layersOf) : undefined
  return {
    heights: heights ?? spread(total, diffIds.length),
    lasting: store === 'classic' || isUnpacked(history, diffIds.length),
  }
}

/**
 * The containerd store counts the folder of an unpacked layer, so that no layer has 0 bytes (docs/engine-facts.md): a
 * step of 0 bytes is metadata, or a layer that is not unpacked.
 */
function isUnpacked(history: readonly ListedHistory[], layers: number): boolean {
  return history.filter(({ size }) => size > 0).length >= layers
}

/** Nothing is known but the sum. */
function spread(total: number, layers: number): readonly Height[] {
  return Array.from({ length: layers }, (_, index) => {
    const likely = Math.round((total * (index + 1)) / layers)
    return index === layers - 1 ? exactly(total) : { least: 0, most: total, likely }
  })
}

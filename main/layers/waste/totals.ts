import type { ImageModel } from '../stack/model'
import { alive, type Lives, noData } from './lives'

export type WasteTotals = {
  readonly stored: number
  readonly visible: number
  readonly wasted: number
  /** Bytes of each layer that the final filesystem does not show. */
  readonly byLayer: readonly number[]
}

/** docs/adr/011: `visible + wasted` is `stored`. */
export function wasteTotals({ layers, firstEntry }: ImageModel, { end }: Lives): WasteTotals {
  let stored = 0
  let visible = 0
  const byLayer = layers.map(({ entries }, layer) => {
    const first = firstEntry[layer] ?? 0
    let wasted = 0
    for (let i = 0; i < entries.count; i += 1) {
      const its = end[first + i] ?? noData
      if (its === noData) continue
      const bytes = entries.stored[i] ?? 0
      stored += bytes
      if (its === alive) visible += bytes
      else wasted += bytes
    }
    return wasted
  })
  return { stored, visible, wasted: stored - visible, byLayer }
}

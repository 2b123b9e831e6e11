import { QueryObserver, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { findRowQuery, treeWindowQuery } from '../../../api'
import { windowRows, windowsFor } from '../../../api/rowWindows.logic'
import type { Store } from '../../../components'
import { queryOf, type TreeState } from './tree.logic'

/** The layer that the pointer is on: perhaps the next one. */
export type NearLayer = Store<{ readonly layer?: number }>

/** ms after the rows are there: the frame that shows them goes first. */
const pause = 25

type Shown = {
  readonly handle: string
  readonly layer: number
  readonly layerCount: number
  readonly mode: 'stack' | 'changes'
  readonly state: TreeState
  readonly name: string
  /** Rows that are mounted. */
  readonly first: number
  readonly last: number
  /** Where the cursor is. */
  readonly node: number | undefined
  /** The rows of now are there. */
  readonly settled: boolean
  readonly near?: NearLayer | undefined
}

/**
 * Asks for the rows of the layers above and below, and of the one that the pointer is on, before someone goes there: they are
 * then shown in the next frame. They are kept as long as they may be wanted; nothing is drawn for it.
 */
export function useReadyLayers(shown: Shown): void {
  const { handle, layer, layerCount, mode, state, name, node, settled, near } = shown
  const client = useQueryClient()
  const windows = windowsFor(shown.first, shown.last).join()
  useEffect(() => {
    if (!settled) return
    const held = new Map<number, readonly (() => void)[]>()
    const hold = (other: number | undefined): void => {
      if (other === undefined || other < 0 || other >= layerCount || other === layer || held.has(other))
        return
      const query = queryOf(state, { layer: other, mode }, name)
      const rows = windows.split(',').map((from) => {
        const asked = { handle, query, from: Number(from), count: windowRows }
        return new QueryObserver(client, treeWindowQuery(asked)).subscribe(nothing)
      })
      const place =
        node === undefined
          ? []
          : [new QueryObserver(client, findRowQuery({ handle, query, node })).subscribe(nothing)]
      held.set(other, [...rows, ...place])
    }
    let timer = setTimeout(() => {
      hold(layer + 1)
      hold(layer - 1)
      hold(near?.get().layer)
    }, pause)
    const stop = near?.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        hold(near.get().layer)
        hold(layer + 1)
        hold(layer - 1)
      }, pause)
    })
    return () => {
      clearTimeout(timer)
      stop?.()
      for (const drops of held.values()) for (const drop of drops) drop()
    }
  }, [client, handle, layer, layerCount, mode, state, name, windows, node, settled, near])
}

const nothing = (): void => {}

import type { EntryKind } from '../layerIndex'
import type { ReadableLayer } from './layerBytes'

/** One file or folder of a stacked tree that is to be written out. */
export type PlannedEntry = {
  /** Names from the folder that is saved downwards, bytes as the tar has them. Empty for that folder, or the only file, itself. */
  readonly path: readonly Uint8Array[]
  readonly kind: PlannedKind
  /** Which layer it comes from, and its entry there; for a hard link into another layer, those of the file. Entry -1: a folder without one. */
  readonly layer: number
  readonly entry: number
}
export type PlannedKind = Exclude<keyof typeof EntryKind, 'whiteout' | 'opaque'>

/** Opens a layer by its position; called once each, in rising order. */
export type OpenLayer = (layer: number) => Promise<ReadableLayer>

export type ExtractReport = {
  readonly files: number
  readonly folders: number
  readonly bytes: number
  /** At most 200 each. Paths as text only. */
  readonly renamed: readonly { readonly path: string; readonly as: string }[]
  readonly renamedCount: number
  /** Never made: links and devices, and what has no data or a path that is too long for this system. */
  readonly leftOut: readonly {
    readonly path: string
    readonly kind: PlannedKind
    readonly reason: 'link' | 'device' | 'noData' | 'pathTooLong'
    readonly target?: string
  }[]
  readonly leftOutCount: number
}

import type { NodeKind } from './contents'
import type { CutText } from './imageDetails'

/** Of a path in two final filesystems. `moved`: same content, gone from one path and new at one other. */
export type CompareChange = 'added' | 'removed' | 'changed' | 'metadata' | 'moved'

/** Paths by what happened to them. A move has two and counts once: in the whole, and for each folder that it leaves, comes to or stays in. */
export type CompareCounts = Readonly<Record<CompareChange, number>>

export type CompareQuery = {
  readonly filter?: {
    readonly name?: string
    readonly changes?: readonly CompareChange[]
    readonly atLeast?: number
  }
  readonly sort: 'name' | 'size'
  readonly open: { readonly all: boolean; readonly except: readonly number[] }
}

export type CompareSide = {
  readonly kind: NodeKind
  readonly bytes: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly modified: number
  readonly layer: number
  readonly target?: string
}

export type CompareRow = {
  readonly node: number
  readonly depth: number
  readonly name: string
  readonly isFolder: boolean
  readonly change?: CompareChange
  readonly left?: CompareSide
  readonly right?: CompareSide
  /** right - left; of a folder: of all below. */
  readonly delta: number
  /** Bytes on each side; of a folder: of all below. */
  readonly leftBytes: number
  readonly rightBytes: number
  /** The other path of a move. */
  readonly movedPath?: string
  /** Changes below a folder. */
  readonly below?: CompareCounts
  readonly hasChildren: boolean
  readonly isOpen: boolean
}

export type CompareRows = {
  readonly total: number
  readonly from: number
  readonly rows: readonly CompareRow[]
}

export type ConfigDifference = {
  /** `env`, `cmd`, `entrypoint`, `user`, `workdir`, `ports`, `volumes`, `labels`, `platform`, ... */
  readonly field: string
  /** Of env and labels: which. */
  readonly key?: string
  readonly left?: CutText
  readonly right?: CutText
}

/** Steps of both histories in order, paired as a line diff does. */
export type HistoryDifference = {
  readonly change: 'same' | 'added' | 'removed'
  readonly text: CutText
  readonly leftBytes?: number
  readonly rightBytes?: number
}

export type LayerDifference = {
  readonly diffId: string
  readonly bytes: number
  readonly left?: number
  readonly right?: number
}

export type CompareSummary = {
  readonly left: { readonly handle: string; readonly name: string }
  readonly right: { readonly handle: string; readonly name: string }
  readonly counts: CompareCounts
  /** Bytes of the final filesystems. */
  readonly leftBytes: number
  readonly rightBytes: number
  /** Bytes of files only on the right, only on the left, and of changed ones on each side. */
  readonly bytes: {
    readonly added: number
    readonly removed: number
    readonly changedLeft: number
    readonly changedRight: number
    readonly moved: number
  }
  readonly layers: readonly LayerDifference[]
  readonly config: readonly ConfigDifference[]
  readonly history: readonly HistoryDifference[]
  /** Largest change of bytes first: at most 200 folders, each counted without its sub-folders in the list. */
  readonly folders: readonly {
    readonly path: string
    readonly delta: number
    readonly counts: CompareCounts
  }[]
}

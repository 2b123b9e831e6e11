import type { LedgerRow } from './ledger'
import type { Doubt } from './sizes'

/**
 * Identity of an image in one engine: `sha256:<64 hex>`. Classic store: digest of the image config.
 * containerd store: digest of the manifest or index (moby#48401). Never assume that it equals another digest.
 */
export type ImageId = string

/** A container as far as images are concerned. */
export type ContainerUse = {
  readonly id: string
  readonly name: string
  /** As the engine says it: created, running, paused, restarting, removing, exited, dead. */
  readonly state: string
  /** Running, paused or restarting: the engine refuses to delete its image even by force. */
  readonly running: boolean
  /** The reference or id that the container was created from, as the engine lists it. */
  readonly createdFrom: string
  /** Strata started it. */
  readonly own?: boolean
}

/**
 * tagged: at least one tag. digestOnly: no tag, but known by repository@digest (pulled by digest or re-tagged after
 * a pull). dangling: no reference at all. intermediate: no reference, and another image was built on it.
 */
export type ImageNaming = 'tagged' | 'digestOnly' | 'dangling' | 'intermediate'

/** One line of the list; labels never travel here, so that 20 MB of them can't make the list slow. */
export type ImageRow = {
  readonly id: ImageId
  /** Familiar references with a tag: `redis:7`, `localhost:5000/app:1`. Sorted. */
  readonly tags: readonly string[]
  /** Familiar `repository@digest`, one for each repository that knows the image. Sorted. */
  readonly digests: readonly string[]
  /** Milliseconds since the epoch; undefined when the image does not say. */
  readonly created?: number
  /** Bytes, as the engine's list says it. */
  readonly size: number
  readonly naming: ImageNaming
  readonly running: number
  readonly stopped: number
  /** Names of at most three containers, running first; the counts above are whole. */
  readonly usedBy: readonly string[]
  /** `os/architecture[/variant]`, once an inspect has told it. */
  readonly platform?: string
  /** The image that this one was built from, where the engine keeps the link (classic builder). */
  readonly parentId?: ImageId
  /** Last tag that this image lost while Strata watched, and when (ms): why a dangling image dangles. */
  readonly was?: { readonly tag: string; readonly until: number; readonly movedTo?: ImageId }
  /** When it came and was last used, as far as anyone watched. */
  readonly ledger?: LedgerRow
  /** Bytes that no other image has, on the containerd store with the layers as they came; undefined until layers are read. */
  readonly unique?: number
  /** Why that is an estimate; absent when it is exact. */
  readonly uniqueAbout?: readonly Doubt[]
}

export type ImageUse = 'running' | 'stopped' | 'unused'

export function useOf(row: Pick<ImageRow, 'running' | 'stopped'>): ImageUse {
  if (row.running > 0) return 'running'
  return row.stopped > 0 ? 'stopped' : 'unused'
}

/** Rows that changed since `revision - 1`. A page that missed a revision asks for the list again. */
export type ImagesChange =
  | {
      readonly type: 'delta'
      readonly revision: number
      readonly upserted: readonly ImageRow[]
      readonly removed: readonly ImageId[]
    }
  | { readonly type: 'reset'; readonly revision: number }

export type ListFreshness =
  /** As the engine has it now; kept so by its events. */
  | { readonly type: 'live' }
  /** From the disk cache or from before the engine was lost. `at`: when it was last confirmed (ms). */
  | { readonly type: 'cached'; readonly at: number }

/** One message of the list: at most about 1 MB, whatever the number of images. */
export type ImageListPage = {
  readonly revision: number
  readonly freshness: ListFreshness
  /** All rows that match, over all pages. */
  readonly total: number
  /** JSON text of PackedRows (imageRows.ts): a third of the cost of structured clone. */
  readonly rows: string
  /** Hand it back to get the next page. */
  readonly next?: number
}

import type { ImageId } from './image'

export type TransferKind = 'pull' | 'push' | 'save' | 'load'

/**
 * `waiting`: announced. `verifying`: all bytes are here and are checked. `exists`: nothing had to be moved. `done`: moved
 * and in its place.
 */
export type LayerPhase =
  | 'waiting'
  | 'downloading'
  | 'verifying'
  | 'extracting'
  | 'pushing'
  | 'exists'
  | 'done'

export type LayerRow = {
  /** 12 hex digits, as `docker pull` prints them. */
  readonly id: string
  readonly phase: LayerPhase
  /** Bytes of this phase (compressed), where the engine tells them. */
  readonly current?: number
  readonly total?: number
}

/** What a page shows of a transfer. Bytes are those that move: compressed in a pull and push, of the tar in save and load. */
export type TransferView = {
  readonly kind: TransferKind
  /** In the order in which the engine named them, at most 1,000; of several pushes, those of the one that runs. */
  readonly layers: readonly LayerRow[]
  /** "6 of 9 layers already here" */
  readonly counts: { readonly total: number; readonly exists: number; readonly done: number }
  /** 0 to 1; never less than before. Below 1 until the end state was checked. */
  readonly fraction: number
  /** `total` only when it is known of every layer; of a save it is an estimate. */
  readonly bytes: { readonly moved: number; readonly total?: number }
  readonly bytesPerSecond?: number
  /** ms */
  readonly eta?: number
  /** ms without any byte or message, once it is ten seconds and more. */
  readonly stalled?: number
  /** The engine tries a layer again in so many seconds. */
  readonly retryIn?: number
  /** What is being moved, when it is one of several: a reference. */
  readonly current?: string
}

export type PullStatus = 'downloaded' | 'upToDate'

export type PullReport = {
  /** Familiar: `ubuntu:latest`. */
  readonly reference: string
  /** The full name that was used: `docker.io/library/ubuntu:latest`. */
  readonly canonical: string
  readonly imageId: ImageId
  /** Manifest or index, as the registry named it; checked to be among the image's own. */
  readonly digest?: string
  readonly status: PullStatus
  /** As inspect says it. */
  readonly size: number
  readonly layers: TransferView['counts']
  /** ms */
  readonly took: number
}

export type PushedTag = {
  readonly tag: string
  /** Familiar. */
  readonly reference: string
  readonly digest: string
  /** Bytes of the manifest, as `docker push` prints it. */
  readonly size?: number
  readonly layers: TransferView['counts']
}

export type PushReport = {
  readonly imageId: ImageId
  /** Familiar name without a tag. */
  readonly repository: string
  readonly pushed: readonly PushedTag[]
  /** Local references that were made for this push and are still there. */
  readonly made: readonly string[]
  /** Tags that were asked for and did not get there. */
  readonly missing: readonly string[]
  readonly took: number
}

/** In one file: each travels in the request's address. */
export const maxSavedImages = 500

export type SaveStart = { readonly started: false } | { readonly started: true; readonly jobId: string }

export type SaveReport = {
  /** Of the file, without its folder. */
  readonly name: string
  readonly bytes: number
  /** What was asked for: references or ids. */
  readonly images: readonly string[]
  /** How many images these are: one may have several names. */
  readonly imageCount: number
  /** Files in the archive whose digest was computed and is right. */
  readonly checked: number
  readonly took: number
}

export type LoadedImage = { readonly imageId: ImageId; readonly reference?: string; readonly size: number }

export type LoadReport = {
  readonly name: string
  readonly how: 'loaded' | 'imported'
  /** The archive was of the other sort than asked for: a saved image that was to be imported was loaded. */
  readonly instead: boolean
  readonly images: readonly LoadedImage[]
  /** Bytes sent. */
  readonly bytes: number
  readonly took: number
}

/** A record of the build cache as far as bytes are concerned. */
export type HoldingRecord = {
  readonly id: string
  /** ChainIds, bottom first, up to the topmost layer whose unpacked files it keeps; empty when it keeps none of an image's. */
  readonly files: readonly string[]
  /** The same for layers as they came. Containerd store only. */
  readonly blobs: readonly string[]
  /** Bytes of the layer that `files` ends in, where the record tells them. */
  readonly layer?: number
  /** Its layer is the likeliest of several. */
  readonly about: boolean
  /** Bytes that it has for itself, whatever images there are. */
  readonly alone: number
}

/** Who keeps bytes besides images, at one moment. */
export type Holders = {
  readonly records: readonly HoldingRecord[]
  /** True: it can't be told for sure which layers the records keep. */
  readonly unsure: boolean
  /** Bytes that containers have written, by full id. */
  readonly writable: ReadonlyMap<string, number>
}

/** A record of the build cache as far as bytes of layers are concerned. */
export type HoldingRecord = {
  readonly id: string
  /**
   * ChainIds of the layer that it holds and of all below, bottom first; empty when it holds none that an image could
   * have: its bytes are then its own.
   */
  readonly keys: readonly string[]
  /** Bytes of its own layer, or of what it holds instead. */
  readonly bytes: number
}

/** Who keeps bytes besides images, at one moment. */
export type Holders = {
  readonly records: readonly HoldingRecord[]
  /** True: it can't be told for sure which layers the records hold. */
  readonly unsure: boolean
  /** Bytes that containers have written, by full id. */
  readonly writable: ReadonlyMap<string, number>
}

import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { LayerIndex } from '../layerIndex'
import { TarWalker } from '../tar/tarWalker'
import { IndexBuilder } from './indexBuilder'
import { LimitReached, type ScanLimits } from './limits'

export type ScanProgress = {
  /** Bytes as stored that were read so far. */
  readonly stored: number
  /** Bytes of the uncompressed tar. */
  readonly unpacked: number
  readonly entries: number
}

/** One pass over the uncompressed tar: walks it, hashes it and every file in it, and keeps to the limits. */
export class ScanRun {
  readonly #builder: IndexBuilder
  readonly #walker: TarWalker
  readonly #hash = createHash('sha256')
  #unpacked = 0

  constructor(
    private readonly limits: ScanLimits,
    private readonly signal: AbortSignal,
    /** Bytes as stored so far. */
    private readonly stored: () => number,
    private readonly progress: (progress: ScanProgress) => void,
  ) {
    this.#builder = new IndexBuilder(limits)
    this.#walker = new TarWalker(this.#builder)
  }

  /** The bytes are not needed any more when it is done. */
  async take(chunk: Uint8Array): Promise<void> {
    this.#unpacked += chunk.length
    this.#checkSize()
    this.#hash.update(chunk)
    let at = this.#walker.push(chunk)
    while (at < chunk.length || this.#walker.isBusy) {
      this.#tell()
      await setImmediate()
      this.signal.throwIfAborted()
      at = this.#walker.push(chunk, at)
    }
    this.#tell()
  }

  finish(): LayerIndex {
    const end = this.#walker.finish()
    return this.#builder.finish(end, `sha256:${this.#hash.digest('hex')}`, this.#unpacked)
  }

  #tell(): void {
    this.progress({ stored: this.stored(), unpacked: this.#unpacked, entries: this.#builder.entries })
  }

  #checkSize(): void {
    const { bytes, ratio, ratioFrom } = this.limits
    if (this.#unpacked > bytes) throw new LimitReached('bytes', bytes)
    if (this.#unpacked > ratioFrom && this.#unpacked > this.stored() * ratio)
      throw new LimitReached('ratio', ratio)
  }
}

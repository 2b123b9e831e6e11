import { createHash, type Hash, hash } from 'node:crypto'

const zeros = new Uint8Array(1_048_576)
const ofNothing = hash('sha256', '', 'buffer')

/** sha256 of one file after the other. A file that comes in one piece costs one call and no object. */
export class FileHash {
  #size = 0
  #whole: Buffer | undefined
  #running: Hash | undefined

  begin(size: number): void {
    this.#size = size
    this.#whole = undefined
    this.#running = undefined
  }

  data(bytes: Uint8Array): void {
    if (bytes.length === this.#size) this.#whole = hash('sha256', bytes, 'buffer')
    else {
      this.#running ??= createHash('sha256')
      this.#running.update(bytes)
    }
  }

  hole(bytes: number): void {
    this.#running ??= createHash('sha256')
    for (let left = bytes; left > 0; left -= zeros.length) {
      this.#running.update(left >= zeros.length ? zeros : zeros.subarray(0, left))
    }
  }

  end(): Buffer {
    return this.#running?.digest() ?? this.#whole ?? ofNothing
  }
}

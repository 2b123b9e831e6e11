type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array

const blockLength = 65_536

/**
 * One column of a table that grows: blocks are only filled, never copied, so that growing takes no second copy of all that
 * is there. `take` joins them at the end.
 */
export class Column<T extends Numbers> {
  #blocks: T[] = []
  #current: T
  #filled = 0

  constructor(private readonly make: (length: number) => T) {
    this.#current = make(blockLength)
    this.#blocks.push(this.#current)
  }

  get length(): number {
    return (this.#blocks.length - 1) * blockLength + this.#filled
  }

  push(value: number): void {
    if (this.#filled === blockLength) this.#grow()
    this.#current[this.#filled] = value
    this.#filled += 1
  }

  at(index: number): number {
    return this.#blocks[Math.floor(index / blockLength)]?.[index % blockLength] ?? 0
  }

  set(index: number, value: number): void {
    const block = this.#blocks[Math.floor(index / blockLength)]
    if (block !== undefined) block[index % blockLength] = value
  }

  pushAll(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#filled === blockLength) this.#grow()
      const end = Math.min(bytes.length, at + blockLength - this.#filled)
      this.#current.set(bytes.subarray(at, end), this.#filled)
      this.#filled += end - at
      at = end
    }
  }

  /** All of it in one array; the column is empty afterwards. */
  take(): T {
    const all = this.make(this.length)
    this.#blocks.forEach((block, i) => {
      const isLast = i === this.#blocks.length - 1
      all.set(isLast ? block.subarray(0, this.#filled) : block, i * blockLength)
    })
    this.#blocks = []
    this.#filled = 0
    return all
  }

  #grow(): void {
    this.#current = this.make(blockLength)
    this.#blocks.push(this.#current)
    this.#filled = 0
  }
}

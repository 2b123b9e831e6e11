import { numberAt } from './numbers'

/** Two numbers a run: where its data lies in the file, and its bytes. */
export type Runs = readonly number[]

/** Reads `count` pairs of twelve bytes each of an old GNU sparse header; false where one is no number. */
export function readOldRuns(block: Uint8Array, at: number, count: number, runs: number[]): boolean {
  for (let i = 0; i < count; i += 1) {
    const from = at + i * 24
    // An empty one ends the list.
    if (block[from] === 0 && block[from + 12] === 0) return true
    const offset = numberAt(block, from, 12)
    const length = numberAt(block, from + 12, 12)
    if (offset === undefined || length === undefined) return false
    runs.push(offset, length)
  }
  return true
}

/** Whether the runs rise, don't overlap, lie in the file and have as much data as the tar. */
export function isSparseMap(runs: Runs, realSize: number, stored: number): boolean {
  let end = 0
  let sum = 0
  for (let i = 0; i < runs.length; i += 2) {
    const offset = runs[i] ?? 0
    const length = runs[i + 1] ?? 0
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) return false
    if (offset < end || length < 0 || offset + length > realSize) return false
    end = offset + length
    sum += length
  }
  return sum === stored
}

const newline = 0x0a

/** The map in front of the data of a PAX 1.0 sparse file: a count, then so many pairs, each number on a line of its own. */
export class SparseMapReader {
  readonly runs: number[] = []
  #numbers = -1
  #value = 0
  #digits = 0

  /** One block of 512 bytes. `more` until all is read; `invalid` for what is no such map. */
  read(block: Uint8Array): 'more' | 'done' | 'invalid' {
    for (const byte of block) {
      if (byte === newline) {
        if (this.#digits === 0) return 'invalid'
        if (this.#end()) return 'done'
      } else {
        const digit = byte - 0x30
        if (digit < 0 || digit > 9 || this.#digits > 15) return 'invalid'
        this.#value = this.#value * 10 + digit
        this.#digits += 1
      }
    }
    return 'more'
  }

  #end(): boolean {
    if (this.#numbers === -1) this.#numbers = this.#value * 2
    else this.runs.push(this.#value)
    this.#value = 0
    this.#digits = 0
    return this.runs.length === this.#numbers
  }
}

import { randomBytes } from 'node:crypto'
import type { NameTree } from '../layerIndex'

/** Unlike for each process: whoever makes a layer can't choose names that all fall into one place of the table. */
const seed = randomBytes(8)
const start = seed.readUInt32LE(0)
const factor = seed.readUInt32LE(4) | 1

const empty = -1

/** A growing tree of names: asks for a child by its bytes, and adds it when it is new. */
export class Names {
  #count = 1
  #parent = new Int32Array(1_024).fill(-1)
  #start = new Uint32Array(1_025)
  #bytes = new Uint8Array(16_384)
  #table = new Int32Array(4_096).fill(empty)

  get count(): number {
    return this.#count
  }

  /** Bytes of all names. */
  get size(): number {
    return this.#start[this.#count] ?? 0
  }

  /** The child with the name `path[from..end)`; -1 when there is none. */
  find(parent: number, path: Uint8Array, from: number, end: number): number {
    return this.#table[this.#slotOf(parent, path, from, end)] ?? empty
  }

  /** The same, made when it is not there yet. */
  child(parent: number, path: Uint8Array, from: number, end: number): number {
    const slot = this.#slotOf(parent, path, from, end)
    const known = this.#table[slot] ?? empty
    return known === empty ? this.#add(parent, path, from, end, slot) : known
  }

  take(): NameTree {
    return {
      count: this.#count,
      parent: this.#parent.slice(0, this.#count),
      start: this.#start.slice(0, this.#count + 1),
      bytes: this.#bytes.slice(0, this.size),
    }
  }

  #add(parent: number, path: Uint8Array, from: number, end: number, slot: number): number {
    const node = this.#count
    this.#reserve(end - from)
    const at = this.size
    for (let i = from; i < end; i += 1) this.#bytes[at + i - from] = path[i] ?? 0
    this.#parent[node] = parent
    this.#count += 1
    this.#start[this.#count] = at + end - from
    this.#table[slot] = node
    if (this.#count * 2 > this.#table.length) this.#rehash()
    return node
  }

  #reserve(bytes: number): void {
    if (this.#count + 1 >= this.#parent.length) {
      const length = Math.ceil(this.#parent.length * 1.5)
      this.#parent = grown(new Int32Array(length), this.#parent)
      this.#start = grown(new Uint32Array(length + 1), this.#start)
    }
    const needed = this.size + bytes
    if (needed > this.#bytes.length) {
      this.#bytes = grown(new Uint8Array(Math.ceil(Math.max(needed, this.#bytes.length * 1.5))), this.#bytes)
    }
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(empty)
    this.#table = table
    const mask = table.length - 1
    for (let node = 1; node < this.#count; node += 1) {
      const from = this.#start[node] ?? 0
      const end = this.#start[node + 1] ?? 0
      let slot = hashOf(this.#parent[node] ?? 0, this.#bytes, from, end) & mask
      while (table[slot] !== empty) slot = (slot + 1) & mask
      table[slot] = node
    }
  }

  /** Where the name is in the table, or the free place where it belongs. */
  #slotOf(parent: number, path: Uint8Array, from: number, end: number): number {
    const table = this.#table
    const mask = table.length - 1
    let slot = hashOf(parent, path, from, end) & mask
    for (;;) {
      const node = table[slot] ?? empty
      if (node === empty || this.#is(node, parent, path, from, end)) return slot
      slot = (slot + 1) & mask
    }
  }

  #is(node: number, parent: number, path: Uint8Array, from: number, end: number): boolean {
    const at = this.#start[node] ?? 0
    if (this.#parent[node] !== parent || (this.#start[node + 1] ?? 0) - at !== end - from) return false
    const bytes = this.#bytes
    for (let i = from; i < end; i += 1) if (bytes[at + i - from] !== path[i]) return false
    return true
  }
}

function hashOf(parent: number, bytes: Uint8Array, from: number, end: number): number {
  let hash = Math.imul(start ^ parent, factor)
  for (let at = from; at < end; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), factor)
    hash ^= hash >>> 15
  }
  return hash ^ (hash >>> 13)
}

function grown<T extends Int32Array | Uint32Array | Uint8Array>(bigger: T, old: T): T {
  bigger.set(old)
  return bigger
}

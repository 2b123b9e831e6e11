/** Nodes that are still to be put in order: numbers in the order of coming, 0 is the root. */
export type NameHash = {
  /** The node with that name below `parent`; made when there is none. */
  add(parent: number, bytes: Uint8Array, from: number, to: number): number
  /** -1 when there is none. */
  find(parent: number, bytes: Uint8Array, from: number, to: number): number
  count(): number
  readonly parent: Int32Array
  readonly start: Uint32Array
  bytes(): Uint8Array
}

// Whoever makes an image must not be able to choose names that all fall into one slot.
const seed = Math.floor(Math.random() * 0x7fff_ffff)

/** Open addressing over typed arrays: half a million names are merged without an object each. */
export function createNameHash(capacity: number): NameHash {
  const parentOf = new Int32Array(capacity + 1)
  const start = new Uint32Array(capacity + 2)
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * (capacity + 2)))).fill(-1)
  const mask = slots.length - 1
  let names = new Uint8Array(4_096)
  let count = 1
  parentOf[0] = -1

  function slotOf(parent: number, bytes: Uint8Array, from: number, to: number): number {
    let slot = hashOf(parent, bytes, from, to) & mask
    for (;;) {
      const node = slots[slot] ?? -1
      if (node === -1 || (parentOf[node] === parent && isName(node, bytes, from, to))) return slot
      slot = (slot + 1) & mask
    }
  }

  function isName(node: number, bytes: Uint8Array, from: number, to: number): boolean {
    const begin = start[node] ?? 0
    if ((start[node + 1] ?? 0) - begin !== to - from) return false
    for (let i = from; i < to; i += 1) if (names[begin + i - from] !== bytes[i]) return false
    return true
  }

  function add(parent: number, bytes: Uint8Array, from: number, to: number): number {
    const slot = slotOf(parent, bytes, from, to)
    const known = slots[slot] ?? -1
    if (known !== -1) return known
    const begin = start[count] ?? 0
    names = withRoom(names, begin + to - from)
    for (let i = from; i < to; i += 1) names[begin + i - from] = bytes[i] ?? 0
    parentOf[count] = parent
    start[count + 1] = begin + to - from
    slots[slot] = count
    count += 1
    return count - 1
  }

  return {
    add,
    find: (parent, bytes, from, to) => slots[slotOf(parent, bytes, from, to)] ?? -1,
    count: () => count,
    parent: parentOf,
    start,
    bytes: () => names,
  }
}

function hashOf(parent: number, bytes: Uint8Array, from: number, to: number): number {
  let hash = Math.imul(parent ^ seed, 0x9e37_79b1)
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x0100_0193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d)
  return hash ^ (hash >>> 13)
}

function withRoom(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  if (needed <= bytes.length) return bytes
  const wider = new Uint8Array(Math.max(needed, bytes.length * 2))
  wider.set(bytes)
  return wider
}

import type { NameTree } from '../layerIndex'
import { createNameHash, type NameHash } from './nameHash'

/**
 * Paths of several name trees, each once. Numbers are in the order of a walk (a folder, then all below it; siblings by the
 * bytes of their names), so that all below `node` is `node + 1 .. end[node] - 1`: no recursion, no object a node.
 */
export type PathTable = NameTree & {
  /** One more than the last node below. */
  readonly end: Int32Array
}

export type MergedNames = {
  readonly paths: PathTable
  /** For each tree: its nodes as numbers of the table. */
  readonly nodeOf: readonly Int32Array[]
  /** Node of a path as a link has it (`usr/bin/x`, `./a`, `/b`); -1 when no tree names it. */
  readonly find: (path: Uint8Array) => number
}

export function mergeNames(trees: readonly NameTree[]): MergedNames {
  const hash = createNameHash(trees.reduce((sum, { count }) => sum + count, 0))
  const early = trees.map((tree) => addTree(hash, tree))
  const number = numberInOrder(hash)
  for (const nodes of early) for (let i = 0; i < nodes.length; i += 1) nodes[i] = number[nodes[i] ?? 0] ?? 0
  return {
    paths: tableOf(hash, number),
    nodeOf: early,
    find: (path) => {
      const node = findPath(hash, path)
      return node === -1 ? -1 : (number[node] ?? -1)
    },
  }
}

function addTree(hash: NameHash, { count, parent, start, bytes }: NameTree): Int32Array {
  const nodes = new Int32Array(count)
  for (let i = 1; i < count; i += 1) {
    const above = nodes[parent[i] ?? 0] ?? 0
    nodes[i] = hash.add(above, bytes, start[i] ?? 0, start[i + 1] ?? 0)
  }
  return nodes
}

/** For each node of the hash its number in the order of a walk. */
function numberInOrder(hash: NameHash): Int32Array {
  const count = hash.count()
  const { first, children } = childLists(hash, count)
  const number = new Int32Array(count)
  const waiting = new Int32Array(count)
  let left = 1
  let next = 0
  while (left > 0) {
    left -= 1
    const node = waiting[left] ?? 0
    number[node] = next
    next += 1
    for (let i = (first[node + 1] ?? 0) - 1; i >= (first[node] ?? 0); i -= 1) {
      waiting[left] = children[i] ?? 0
      left += 1
    }
  }
  return number
}

/** Children of `node`, sorted by name, are `children[first[node] .. first[node + 1] - 1]`. */
function childLists(hash: NameHash, count: number) {
  const first = new Int32Array(count + 2)
  for (let i = 1; i < count; i += 1) bump(first, (hash.parent[i] ?? 0) + 2)
  for (let i = 1; i < first.length; i += 1) first[i] = (first[i] ?? 0) + (first[i - 1] ?? 0)
  const children = new Int32Array(Math.max(0, count - 1))
  for (let i = 1; i < count; i += 1) {
    const parent = hash.parent[i] ?? 0
    children[first[parent + 1] ?? 0] = i
    bump(first, parent + 1)
  }
  const bytes = hash.bytes()
  const byName = (a: number, b: number) => compareNames(bytes, hash.start, a, b)
  for (let node = 0; node < count; node += 1) {
    const some = children.subarray(first[node], first[node + 1])
    if (!isSorted(some, byName)) some.sort(byName)
  }
  return { first, children }
}

function bump(counts: Int32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

function isSorted(nodes: Int32Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < nodes.length; i += 1) if (compare(nodes[i - 1] ?? 0, nodes[i] ?? 0) > 0) return false
  return true
}

function compareNames(bytes: Uint8Array, start: Uint32Array, a: number, b: number): number {
  const fromA = start[a] ?? 0
  const fromB = start[b] ?? 0
  const lengthA = (start[a + 1] ?? 0) - fromA
  const lengthB = (start[b + 1] ?? 0) - fromB
  const shorter = Math.min(lengthA, lengthB)
  for (let i = 0; i < shorter; i += 1) {
    const difference = (bytes[fromA + i] ?? 0) - (bytes[fromB + i] ?? 0)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

function tableOf(hash: NameHash, number: Int32Array): PathTable {
  const count = number.length
  const nodeAt = new Int32Array(count)
  for (let node = 0; node < count; node += 1) nodeAt[number[node] ?? 0] = node
  const parent = new Int32Array(count).fill(-1)
  const start = new Uint32Array(count + 1)
  const bytes = new Uint8Array(hash.start[count] ?? 0)
  const all = hash.bytes()
  for (let i = 1; i < count; i += 1) {
    const node = nodeAt[i] ?? 0
    parent[i] = number[hash.parent[node] ?? 0] ?? 0
    const from = hash.start[node] ?? 0
    const to = hash.start[node + 1] ?? 0
    for (let b = from; b < to; b += 1) bytes[(start[i] ?? 0) + b - from] = all[b] ?? 0
    start[i + 1] = (start[i] ?? 0) + to - from
  }
  return { count, parent, start, bytes, end: endsOf(parent) }
}

function endsOf(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length)
  for (let i = parent.length - 1; i >= 0; i -= 1) {
    if (end[i] === 0) end[i] = i + 1
    const above = parent[i] ?? -1
    if (above >= 0 && (end[above] ?? 0) < (end[i] ?? 0)) end[above] = end[i] ?? 0
  }
  return end
}

const slash = 0x2f
const dot = 0x2e

/** Names of a path without `.`; `..` and all before it lead outside, or are shown below the root: no name is `..`. */
function findPath(hash: NameHash, path: Uint8Array): number {
  let node = 0
  for (let from = 0; from < path.length; ) {
    const next = path.indexOf(slash, from)
    const to = next === -1 ? path.length : next
    const isNothing = to === from || (to === from + 1 && path[from] === dot)
    if (!isNothing) node = hash.find(node, path, from, to)
    if (node === -1) return -1
    from = to + 1
  }
  return node
}

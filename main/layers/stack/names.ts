import type { NameTree } from '../layerIndex'

// `ignoreBOM`: a byte order mark is part of a name.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Untrusted text; what is no UTF-8 becomes U+FFFD. */
export function nameOf({ start, bytes }: NameTree, node: number): string {
  return decoder.decode(bytes.subarray(start[node], start[node + 1]))
}

/** With a slash in front; `/` for the root. */
export function pathOf(tree: NameTree, node: number): string {
  const names: string[] = []
  for (let at = node; at > 0; at = tree.parent[at] ?? -1) names.push(nameOf(tree, at))
  return `/${names.reverse().join('/')}`
}

/** Root first, without the node itself and without the root. */
export function parentsOf({ parent }: NameTree, node: number): number[] {
  const parents: number[] = []
  for (let at = parent[node] ?? -1; at > 0; at = parent[at] ?? -1) parents.push(at)
  return parents.reverse()
}

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

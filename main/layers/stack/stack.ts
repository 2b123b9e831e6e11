/**
 * What the layers up to one show: for each path the layer and the entry that give it. A folder that no entry names (a tar
 * may leave it out) has entry -1.
 */
export type Stack = {
  /** `absent` where there is nothing. */
  readonly layer: Uint16Array
  readonly entry: Int32Array
}

export const absent = 0xffff

export function emptyStack(count: number): Stack {
  return { layer: new Uint16Array(count).fill(absent), entry: new Int32Array(count) }
}

export function copyStack({ layer, entry }: Stack): Stack {
  return { layer: layer.slice(), entry: entry.slice() }
}

export function stateAt(
  { layer, entry }: Stack,
  node: number,
): { readonly layer: number; readonly entry: number } | undefined {
  const at = layer[node] ?? absent
  return at === absent ? undefined : { layer: at, entry: entry[node] ?? -1 }
}

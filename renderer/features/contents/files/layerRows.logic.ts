import type { ContentLayer, DockerfileLine, LayersView } from '@shared/domain/contents'

/** A line of the stack, from the top down. */
export type StackLine =
  | { readonly type: 'layer'; readonly layer: ContentLayer; readonly key: string }
  /** A step that made no layer: settings only. */
  | { readonly type: 'empty'; readonly line: DockerfileLine; readonly key: string }

/** Newest on top, the base at the bottom; a step without a layer lies on the layer that it came after. */
export function stackLines(view: LayersView): readonly StackLine[] {
  const above = new Map<number, StackLine[]>()
  let last = -1
  for (const [i, line] of view.dockerfile.entries()) {
    if (line.layer !== undefined) last = line.layer
    else above.set(last, [...(above.get(last) ?? []), { type: 'empty', line, key: `step-${i}` }])
  }
  const bottomUp = [
    ...(above.get(-1) ?? []),
    ...view.layers.flatMap((layer): readonly StackLine[] => [
      { type: 'layer', layer, key: `layer-${layer.position}` },
      ...(above.get(layer.position) ?? []),
    ]),
  ]
  return bottomUp.reverse()
}

/** Where a key leads: up the screen is up the stack. Undefined where the key means nothing here. */
export function moveLayer(key: string, chosen: number, count: number): number | undefined {
  const top = count - 1
  if (top < 0) return undefined
  if (key === 'Home') return top
  if (key === 'End') return 0
  const by = { ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key]
  return by === undefined ? undefined : Math.min(top, Math.max(0, chosen + by))
}

/** Share of the widest bar, 0 to 1; something is to be seen of every layer that has bytes. */
export function barShare(bytes: number, most: number): number {
  return bytes <= 0 || most <= 0 ? 0 : Math.max(0.01, bytes / most)
}

/** The rest of an instruction after its keyword, on one line. */
export function splitInstruction(
  text: string,
  keyword: string,
): { readonly keyword: string; readonly rest: string } {
  const starts = keyword !== '' && text.toUpperCase().startsWith(keyword.toUpperCase())
  const rest = (starts ? text.slice(keyword.length) : text).replace(/\s+/g, ' ').trim()
  return { keyword: starts ? keyword : '', rest }
}

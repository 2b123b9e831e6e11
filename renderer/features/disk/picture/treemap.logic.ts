import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy'
import type { Piece, PieceNode } from './pieces.logic'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type Placed = { readonly piece: Piece; readonly box: Box }
export type Picture = { readonly placed: readonly Placed[]; readonly frames: readonly Box[] }

/**
 * Squarified (Bruls, Huizing, van Wijk): areas stand to each other exactly as the bytes do, over all families, so there is
 * no room for frames between them: what belongs together lies together, and frames are drawn over it. Largest first.
 */
export function layOut(node: PieceNode, width: number, height: number): Picture {
  const root = hierarchy<PieceNode>(node, ({ children }) => children)
    .sum(({ piece }) => piece?.bytes ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  if ((root.value ?? 0) <= 0 || width <= 0 || height <= 0) return { placed: [], frames: [] }
  const laid = treemap<PieceNode>().tile(treemapSquarify.ratio(1.3)).round(false).size([width, height])(root)
  const placed: Placed[] = []
  const frames: Box[] = []
  laid.each(({ data: { piece, frame }, x0, x1, y0, y1 }) => {
    const box = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
    if (piece !== undefined) placed.push({ piece, box })
    else if (frame === true) frames.push(box)
  })
  placed.sort((a, b) => b.piece.bytes - a.piece.bytes)
  return { placed, frames }
}

/** What fits into a rectangle: nothing, the name, or the name over its bytes. */
export function labelOf({ width, height }: Box): 'none' | 'name' | 'both' {
  if (width < 44 || height < 20) return 'none'
  return height < 40 ? 'name' : 'both'
}

/** `acme/python-api:2.4` as `python-api:2.4`: the rest is in its tip. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** One tab stop for the whole picture; keys go from the largest to the smallest. */
export function pieceAt(key: string, current: number, count: number): number | undefined {
  const to = {
    ArrowRight: current + 1,
    ArrowDown: current + 1,
    ArrowLeft: current - 1,
    ArrowUp: current - 1,
    Home: 0,
    End: count - 1,
  }[key]
  return to === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, to))
}

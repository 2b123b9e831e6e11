import type { DiskGroup, DiskPicture, DiskRest, DiskTile } from '@shared/domain/diskPicture'
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** What a rectangle of the picture stands for. `hue`: 1 to 10 by rank of the repository, 0 beyond. */
export type Piece =
  | { readonly type: 'image'; readonly hue: number; readonly bytes: number; readonly tile: DiskTile }
  | { readonly type: 'others'; readonly hue: number; readonly bytes: number; readonly count: number }
  | { readonly type: 'rest'; readonly bytes: number; readonly rest: DiskRest }

export type Placed = { readonly piece: Piece; readonly box: Box }
/** Repositories beyond so many are drawn as one, so that each is more than a hair. */
const mostGroups = 60
const hues = 10

type Node = { readonly piece?: Piece; readonly children?: readonly Node[] }

/**
 * Squarified (Bruls, Huizing, van Wijk): areas stand to each other exactly as the bytes do, also over repositories, so
 * there is no room for frames between them; what belongs together lies together. Largest first.
 */
export function layoutPicture(picture: DiskPicture, width: number, height: number): readonly Placed[] {
  if (picture.total <= 0 || width <= 0 || height <= 0) return []
  const root = hierarchy<Node>({ children: nodesOf(picture) }, ({ children }) => children)
    .sum(({ piece }) => piece?.bytes ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const laid = treemap<Node>().tile(treemapSquarify.ratio(1.3)).round(false).size([width, height])(root)
  return laid.leaves().flatMap(({ data: { piece }, x0, x1, y0, y1 }) => {
    return piece === undefined ? [] : [{ piece, box: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } }]
  })
}

function nodesOf({ groups, rest }: DiskPicture): readonly Node[] {
  const withBytes = groups.filter(({ own }) => own > 0)
  const nodes = withBytes.slice(0, mostGroups).map((group, rank): Node => {
    return { children: piecesOf(group, rank < hues ? rank + 1 : 0).map((piece) => ({ piece })) }
  })
  const others = withBytes.slice(mostGroups)
  const count = others.reduce((all, group) => all + group.tiles.length + group.others.count, 0)
  const bytes = others.reduce((all, group) => all + group.own, 0)
  if (bytes > 0) nodes.push({ piece: { type: 'others', hue: 0, bytes, count } })
  if (rest.bytes > 0) nodes.push({ piece: { type: 'rest', bytes: rest.bytes, rest } })
  return nodes
}

function piecesOf({ tiles, others }: DiskGroup, hue: number): readonly Piece[] {
  const images = tiles.map((tile): Piece => ({ type: 'image', hue, bytes: tile.own, tile }))
  return others.own === 0
    ? images
    : [...images, { type: 'others', hue, bytes: others.own, count: others.count }]
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

import { shortId } from './digest'
import type { DiskImage, DiskTable } from './disk'
import type { ImageId } from './image'
import { referenceParts } from './referenceParts'

/** An image by the bytes that it has to itself. */
export type DiskTile = {
  readonly id: ImageId
  readonly name: string
  readonly moreNames: number
  /** Bytes that no other image has: all of them where the engine does not tell what is shared. */
  readonly own: number
  /** As `docker images` has it. */
  readonly size: number
}

/** The images of one repository; `repository` is absent for those without a name. */
export type DiskGroup = {
  readonly repository?: string
  readonly own: number
  readonly tiles: readonly DiskTile[]
  /** Images too small to be tiles of their own. */
  readonly others: { readonly count: number; readonly own: number }
}

/**
 * What the images' own bytes leave of the total. `shared`: layers that several images have, each once, together with
 * layers that no listed image has (build cache, containers of removed images): the engine tells only their sum.
 * `elsewhere`: no image shares anything, so all of it is of the second kind. `atLeast`: the numbers do not add up, and
 * this is the least that is shared.
 */
export type DiskRest = {
  readonly type: 'shared' | 'elsewhere' | 'atLeast'
  readonly bytes: number
  /** So much of it is in no listed image for sure: more than all images share, were each byte of it another one. */
  readonly elsewhereAtLeast: number
}

export type DiskPicture = {
  /** Largest first. */
  readonly groups: readonly DiskGroup[]
  readonly rest: DiskRest
  /** All areas together. Equal to `layersSize` when it `addsUp`. */
  readonly total: number
  readonly addsUp: boolean
  readonly imageCount: number
  /** Sum of all image sizes, shared bytes as often as images have them. */
  readonly sizes: number
  /** Images of which every byte is shared: they have no area. */
  readonly withoutOwn: number
}

/** Tiles that can be told apart on a screen, and the least part of the whole that is one. */
const mostTiles = 300
const leastShare = 1 / 2_000

/**
 * The area of the picture is the engine's own total (`LayersSize`, the Images row of `docker system df`): what each image
 * has to itself, and one block for the rest. On the classic store the rest is exact. The containerd store's image sizes
 * hold layers as pulled or loaded, which its total leaves out (moby#52476), so own bytes can exceed the total: then `addsUp` is
 * false, and the picture says so instead of being bent to fit.
 */
export function diskPicture({ images, layersSize }: Pick<DiskTable, 'images' | 'layersSize'>): DiskPicture {
  const own = sum(images.map(ownBytes))
  const sharings = images.map(({ sharedSize = 0, size }) => Math.min(size, sharedSize))
  const least = sharings.reduce((most, one) => Math.max(most, one), 0)
  // Not the half of it: engines of today count the classic builder's half-way images as sharers, and do not list them.
  const most = sum(sharings)
  const left = layersSize - own
  const addsUp = left >= least
  const bytes = addsUp ? left : least
  return {
    groups: groupsOf(images, own + bytes),
    rest: {
      type: addsUp ? (most === 0 ? 'elsewhere' : 'shared') : 'atLeast',
      bytes,
      elsewhereAtLeast: addsUp ? Math.max(0, left - most) : 0,
    },
    total: own + bytes,
    addsUp,
    imageCount: images.length,
    sizes: sum(images.map(({ size }) => size)),
    withoutOwn: images.filter((image) => ownBytes(image) === 0).length,
  }
}

function ownBytes({ size, sharedSize = 0 }: DiskImage): number {
  return Math.max(0, size - sharedSize)
}

function groupsOf(images: readonly DiskImage[], total: number): readonly DiskGroup[] {
  const sorted = [...images].sort((a, b) => ownBytes(b) - ownBytes(a))
  const groups = new Map<string | undefined, DiskTile[]>()
  for (const image of sorted) {
    const name = image.tags[0] ?? image.repoDigests[0]
    const repository = name === undefined ? undefined : referenceParts(name).repository
    const tiles = groups.get(repository) ?? []
    tiles.push(tileOf(image, name))
    groups.set(repository, tiles)
  }
  const drawn = new Set(
    sorted
      .slice(0, mostTiles)
      .filter((image) => ownBytes(image) > total * leastShare)
      .map(({ id }) => id),
  )
  return [...groups]
    .map(([repository, tiles]): DiskGroup => {
      const others = tiles.filter(({ id }) => !drawn.has(id))
      return {
        ...(repository === undefined ? {} : { repository }),
        own: sum(tiles.map((tile) => tile.own)),
        tiles: tiles.filter(({ id }) => drawn.has(id)),
        others: { count: others.length, own: sum(others.map((tile) => tile.own)) },
      }
    })
    .sort((a, b) => b.own - a.own)
}

function tileOf(image: DiskImage, name: string | undefined): DiskTile {
  return {
    id: image.id,
    name: name ?? shortId(image.id),
    moreNames: Math.max(0, image.tags.length - 1),
    own: ownBytes(image),
    size: image.size,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

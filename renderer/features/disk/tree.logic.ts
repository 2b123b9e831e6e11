import { shortId } from '@shared/domain/digest'
import type { DiskContainer } from '@shared/domain/disk'
import type { DiskPage, DiskPageImage } from '@shared/domain/diskPage'
import type { ImageId } from '@shared/domain/image'

/** The page's segments as a forest. Columns by index of the segment; bytes are files and blobs together. */
export type DiskTree = {
  readonly page: DiskPage
  /** Largest first. */
  readonly roots: readonly number[]
  readonly above: readonly (readonly number[])[]
  /** Indexes of the images that end there. */
  readonly ends: readonly (readonly number[])[]
  readonly own: readonly number[]
  /** With all above it, and with what containers of its images wrote. */
  readonly whole: readonly number[]
  /** Containers by the segment that their image ends in. */
  readonly writers: ReadonlyMap<number, readonly DiskContainer[]>
  /** Containers of images that are not listed. */
  readonly orphans: readonly DiskContainer[]
}

const trees = new WeakMap<DiskPage, DiskTree>()

/** Made once of a page, however often it is opened. */
export function treeOf(page: DiskPage): DiskTree {
  const known = trees.get(page)
  if (known !== undefined) return known
  const tree = makeTree(page)
  trees.set(page, tree)
  return tree
}

function makeTree(page: DiskPage): DiskTree {
  const { segments, images } = page
  const above: number[][] = segments.map(() => [])
  const ends: number[][] = segments.map(() => [])
  for (const [index, { top }] of images.entries()) ends[top]?.push(index)
  const tops = new Map(images.map(({ id, top }) => [id, top]))
  const writers = new Map<number, DiskContainer[]>()
  const orphans: DiskContainer[] = []
  for (const container of page.containers) {
    const top = tops.get(container.imageId)
    if (top === undefined) orphans.push(container)
    else writers.set(top, [...(writers.get(top) ?? []), container])
  }
  const own = segments.map(({ files, blobs }) => files + blobs)
  const whole = own.map((bytes, at) => bytes + written(writers.get(at) ?? []))
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const below = segments[at]?.below ?? -1
    if (below >= 0) whole[below] = (whole[below] ?? 0) + (whole[at] ?? 0)
  }
  const roots: number[] = []
  for (const [at, { below }] of segments.entries()) (above[below] ?? roots).push(at)
  const bySize = (a: number, b: number) => (whole[b] ?? 0) - (whole[a] ?? 0)
  for (const list of [roots, ...above]) list.sort(bySize)
  return { page, roots, above, ends, own, whole, writers, orphans }
}

export function written(containers: readonly DiskContainer[]): number {
  return containers.reduce((sum, { writableSize }) => sum + writableSize, 0)
}

export function imageName(image: Pick<DiskPageImage, 'id' | 'name'>): string {
  return image.name ?? shortId(image.id)
}

/** Who has a segment: those that end in it first, then those above it, larger branches first. At most so many. */
export function holdersOf(tree: DiskTree, at: number, most: number): readonly DiskPageImage[] {
  const found: DiskPageImage[] = []
  const queue = [at]
  for (let next = queue.shift(); next !== undefined && found.length < most; next = queue.shift()) {
    for (const index of tree.ends[next] ?? []) {
      const image = tree.page.images[index]
      if (image !== undefined) found.push(image)
    }
    queue.push(...(tree.above[next] ?? []))
  }
  return found.slice(0, most)
}

/** What a segment is called: the image that ends in it, else how many images stand on it. */
export type SegmentName =
  | { readonly type: 'image'; readonly name: string; readonly more: number }
  | { readonly type: 'shared'; readonly count: number }

export function segmentName(tree: DiskTree, at: number): SegmentName {
  const owners = tree.page.segments[at]?.owners ?? 0
  const ending = (tree.ends[at] ?? []).flatMap((index) => tree.page.images[index] ?? [])
  const image = ending.find(({ name }) => name !== undefined) ?? ending[0]
  if (image === undefined) return { type: 'shared', count: owners }
  return { type: 'image', name: imageName(image), more: owners - 1 }
}

/** A place in the picture that outlives a new page: so many segments up in this image. */
export type Place = { readonly image: ImageId; readonly depth: number }

export function placeOf(tree: DiskTree, at: number): Place | undefined {
  const [holder] = holdersOf(tree, at, 1)
  return holder && { image: holder.id, depth: pathTo(tree, at).length - 1 }
}

export function segmentAt(tree: DiskTree, { image, depth }: Place): number | undefined {
  const top = tree.page.images.find(({ id }) => id === image)?.top
  return top === undefined ? undefined : pathTo(tree, top)[depth]
}

/** From the bottom up to the segment. */
export function pathTo({ page }: DiskTree, at: number): readonly number[] {
  const path: number[] = []
  for (let next = at; next >= 0; next = page.segments[next]?.below ?? -1) path.push(next)
  return path.reverse()
}

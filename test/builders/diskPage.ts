import type { DiskPage, DiskPageImage, DiskSegment } from '@shared/domain/diskPage'
import { ownersOf } from '@shared/domain/diskPageText'
import { imageId } from './imageRow'

/** A branch of the forest: bytes of its own, who ends in it, what stands on it. */
export type Branch = {
  readonly bytes: number
  readonly blobs?: number
  readonly layers?: number
  readonly heldBy?: DiskSegment['heldBy']
  readonly images?: readonly string[]
  readonly above?: readonly Branch[]
}

export const emptyDisk: DiskPage = {
  store: 'classic',
  rows: [],
  sums: {
    sizes: 0,
    stored: { files: 0, blobs: 0 },
    shared: 0,
    about: [],
    unread: 0,
    engine: 0,
    outside: 0,
    keptByContainers: 0,
  },
  segments: [],
  images: [],
  containers: [],
  volumes: [],
  cache: [],
}

/** A page whose sums fit its branches. Ids are `imageId(n)` in the order of the names. */
export function aDiskPage(roots: readonly Branch[], over: Partial<DiskPage> = {}): DiskPage {
  const segments: Omit<DiskSegment, 'owners'>[] = []
  const images: DiskPageImage[] = []
  const add = (branch: Branch, below: number, under: number): void => {
    const { bytes, blobs = 0, layers = 1, heldBy, images: names = [], above = [] } = branch
    const at = segments.length
    segments.push({ below, files: bytes, blobs, layers, about: false, ...(heldBy && { heldBy }) })
    const size = under + bytes + blobs
    for (const name of names)
      images.push({ id: imageId(images.length), name, moreNames: 0, size, top: at, used: false })
    for (const one of above) add(one, at, size)
  }
  for (const root of roots) add(root, -1, 0)
  const owners = ownersOf(
    segments.map(({ below }) => below),
    images.map(({ top }) => top),
  )
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  const sizes = sum(images.map(({ size }) => size))
  const files = sum(segments.map((segment) => segment.files))
  const blobs = sum(segments.map((segment) => segment.blobs))
  return {
    ...emptyDisk,
    segments: segments.map((segment, at) => ({ ...segment, owners: owners[at] ?? 0 })),
    images,
    sums: {
      ...emptyDisk.sums,
      sizes,
      stored: { files, blobs },
      shared: sizes - files - blobs,
      engine: files + blobs,
    },
    ...over,
  }
}

import {
  type BuildCacheRecord,
  type DiskRow,
  type DiskUsageBesideImages,
  type DiskUsageOfImages,
  diskTable,
} from '@shared/domain/disk'
import type { DiskPage, DiskPageImage, DiskRecord, DiskSegment, DiskSums } from '@shared/domain/diskPage'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import type { Doubt } from '@shared/domain/sizes'
import { sum } from '@shared/sum'
import type { SizeView } from '../sizes/sizeView'
import { pageSegments } from './pageSegments'

export type PageFacts = {
  /** The whole list; images half-way in a build are not drawn, as `docker system df` does not count them. */
  readonly rows: readonly ImageRow[]
  readonly sizes: SizeView
  readonly beside: DiskUsageBesideImages
  /** Told last, since it can be dear. */
  readonly ofImages?: DiskUsageOfImages
}

/** Descriptions are commands of any length. */
const maxDescription = 300

/** Pure: one picture of what was gathered. */
export function makePage({ rows, sizes, beside, ofImages }: PageFacts): DiskPage {
  const listed = rows.filter(({ naming }) => naming !== 'intermediate')
  const { segments, tops, keptByContainers } = withAll(
    listed,
    pageSegments(sizes, new Set(listed.map(({ id }) => id)), (id) => sizes.unique(id) === undefined),
  )
  const images = listed.map((row): DiskPageImage => imageOf(row, tops.get(row.id) ?? -1))
  const written = sum(beside.containers.map(({ writableSize }) => writableSize))
  const engine = ofImages && { layersSize: ofImages.layersSize, written }
  const sums = { ...sumsOf(images, segments, sizes, engine), keptByContainers }
  return {
    store: sizes.store,
    rows: rowsOf({ images, segments, sums, beside, ...(ofImages && { ofImages }) }),
    sums,
    segments,
    images,
    containers: beside.containers,
    volumes: beside.volumes,
    cache: recordsOf(beside.buildCache, images, sizes),
  }
}

function recordsOf(
  records: readonly BuildCacheRecord[],
  images: readonly DiskPageImage[],
  sizes: SizeView,
): readonly DiskRecord[] {
  const layers = sizes.recordLayers()
  const indexes =
    layers.size === 0 ? new Map<string, number>() : new Map(images.map(({ id }, index) => [id, index]))
  return records.map((record) => {
    const held = layers.get(record.id)
    const image = held && indexes.get(held.image)
    return {
      ...record,
      description: record.description.slice(0, maxDescription),
      ...(image !== undefined && {
        layer: { image, number: held?.number ?? 0, about: held?.about === true },
      }),
    }
  })
}

function imageOf(row: ImageRow, top: number): DiskPageImage {
  const name = firstName(row)
  return {
    id: row.id,
    ...(name === undefined ? {} : { name }),
    moreNames: Math.max(0, row.tags.length - 1),
    size: row.size,
    top,
    used: row.running + row.stopped > 0,
  }
}

type Placed = ReturnType<typeof pageSegments>

/** An image that came after the sums were made stands alone, with its whole size, until they are made anew. */
function withAll(listed: readonly ImageRow[], { segments, tops, keptByContainers }: Placed): Placed {
  const missing = listed.filter(({ id }) => !tops.has(id))
  const added = missing.map(
    ({ size }): DiskSegment => ({ below: -1, files: size, blobs: 0, layers: 0, about: true, owners: 1 }),
  )
  const placed = missing.map(({ id }, at) => [id, segments.length + at] as const)
  return { segments: [...segments, ...added], tops: new Map([...tops, ...placed]), keptByContainers }
}

function sumsOf(
  images: readonly DiskPageImage[],
  segments: readonly DiskSegment[],
  view: PageFacts['sizes'],
  engine: { readonly layersSize: number; readonly written: number } | undefined,
): Omit<DiskSums, 'keptByContainers'> {
  const sizes = sum(images.map(({ size }) => size))
  const files = sum(segments.map((segment) => segment.files))
  const blobs = sum(segments.map((segment) => segment.blobs))
  const unread = Math.max(view.unread, segments.filter(({ layers }) => layers === 0).length)
  const told = view.stored(images.map(({ id }) => id)).about
  const about = new Set<Doubt>(unread > 0 ? [...told, 'unread'] : told)
  return {
    sizes,
    stored: { files, blobs },
    shared: sizes - files - blobs,
    about: [...about],
    unread,
    ...(engine && { engine: engine.layersSize, outside: outsideOf(view.store, engine, files, blobs) }),
  }
}

/** What LayersSize counts differs by store (docs/engine-facts-disk.md). */
function outsideOf(
  store: ImageStore,
  { layersSize, written }: { readonly layersSize: number; readonly written: number },
  files: number,
  blobs: number,
): number {
  return store === 'classic' ? layersSize - files : layersSize - files - blobs - written
}

type RowFacts = Pick<DiskPage, 'images' | 'segments'> & {
  readonly sums: Pick<DiskSums, 'stored'>
} & Pick<PageFacts, 'beside' | 'ofImages'>

function rowsOf({ images, segments, sums, beside, ofImages }: RowFacts): readonly DiskRow[] {
  const told = ofImages ?? { layersSize: sums.stored.files, images: [] }
  const { rows } = diskTable({ ...beside, ...told }, 0)
  if (ofImages !== undefined) return rows
  const used = images.filter((image) => image.used)
  const kept = sum(used.map(({ top }) => aloneIn(segments[top])))
  const ours: DiskRow = {
    kind: 'images',
    total: images.length,
    active: used.length,
    size: told.layersSize,
    reclaimable: told.layersSize - kept,
    about: true,
  }
  return [ours, ...rows.filter(({ kind }) => kind !== 'images')]
}

/** Of an image that shares its top segment with others nothing is its own. */
function aloneIn(top: DiskSegment | undefined): number {
  return top === undefined || top.owners > 1 ? 0 : top.files + top.blobs
}

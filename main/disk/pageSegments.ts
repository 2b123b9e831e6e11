import type { DiskSegment } from '@shared/domain/diskPage'
import { ownersOf } from '@shared/domain/diskPageText'
import type { ImageId } from '@shared/domain/image'
import type { Forest, Segment } from '../sizes/forest'
import type { SizeView } from '../sizes/sizeView'
import { holderOf } from '../sizes/viewFacts'

export type PageSegments = {
  readonly segments: readonly DiskSegment[]
  readonly tops: ReadonlyMap<ImageId, number>
  /** Bytes of layers that only containers of removed images have. */
  readonly keptByContainers: number
}

type Held = NonNullable<DiskSegment['heldBy']>

/** The runs of layers that listed images have. `unread`: whose one key stands for layers that are not known yet. */
export function pageSegments(
  { files, blobs }: Pick<SizeView, 'files' | 'blobs'>,
  listed: ReadonlySet<ImageId>,
  unread: (id: ImageId) => boolean,
): PageSegments {
  const all = files.segments()
  const below = all.map((segment) => segment.below)
  const ends = all.map((segment) => segment.ends.filter((id) => listed.has(id)))
  const owners = ownersOf(
    below,
    ends.flatMap((ids, at) => ids.map(() => at)),
  )
  const held = holdersOf(all)
  const blobBytes = blobsIn(all, blobs)
  const segments: DiskSegment[] = []
  const tops = new Map<ImageId, number>()
  const places: number[] = []
  let keptByContainers = 0
  for (const [at, { bytes, keys, doubtful }] of all.entries()) {
    const heldBy = held[at]
    if (owners[at] === 0) {
      if (heldBy === 'containers') keptByContainers += bytes
      continue
    }
    places[at] = segments.length
    const ending = ends[at] ?? []
    for (const id of ending) tops.set(id, segments.length)
    const [only] = ending
    const isUnread = keys.length === 1 && only !== undefined && ending.length === 1 && unread(only)
    const blob = blobBytes[at] ?? { bytes: 0, doubtful: false }
    segments.push({
      below: places[below[at] ?? -1] ?? -1,
      files: bytes,
      blobs: blob.bytes,
      layers: isUnread ? 0 : keys.length,
      about: doubtful || blob.doubtful || isUnread,
      owners: owners[at] ?? 0,
      ...(heldBy && { heldBy }),
    })
  }
  return { segments, tops, keptByContainers }
}

/** Who holds a segment, or one above it, besides images. What both hold comes back last when the container goes. */
function holdersOf(all: readonly Segment[]): readonly (Held | undefined)[] {
  const held = all.map(({ ends }): Held | undefined => {
    const holders = new Set(ends.map(holderOf))
    if (holders.has('containers')) return 'containers'
    return holders.has('cache') ? 'cache' : undefined
  })
  for (let at = all.length - 1; at >= 0; at -= 1) {
    const below = all[at]?.below ?? -1
    if (below >= 0 && held[at] !== undefined && held[below] !== 'containers') held[below] = held[at]
  }
  return held
}

type Blob = { bytes: number; doubtful: boolean }

/** Blobs of a run go to the run of the files that has its lowest key; an image's own key to the run that it ends in. */
function blobsIn(all: readonly Segment[], blobs: Forest): readonly (Blob | undefined)[] {
  const found: (Blob | undefined)[] = []
  const runs = blobs.segments()
  if (runs.length === 0) return found
  const byKey = new Map(all.flatMap(({ keys }, at) => keys.map((key) => [key, at] as const)))
  const byEnd = new Map(all.flatMap(({ ends }, at) => ends.map((owner) => [owner, at] as const)))
  for (const { keys, ends, bytes, doubtful } of runs) {
    const at = byKey.get(keys[0] ?? '') ?? byEnd.get(ends[0] ?? '')
    if (at === undefined) continue
    const now = found[at] ?? { bytes: 0, doubtful: false }
    found[at] = { bytes: now.bytes + bytes, doubtful: now.doubtful || doubtful }
  }
  return found
}

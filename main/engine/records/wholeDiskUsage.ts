import type { DiskImage, DiskUsageBesideImages, DiskUsageFacts, DiskUsageOfImages } from '@shared/domain/disk'
import { imageNames } from './imageNames'
import { count, type Json, notAnEngine, object, rows, text } from './read'

/** `GET /system/df`, all of it. What there is none of is null or missing. */
export function readWholeDiskUsage(answer: unknown): DiskUsageFacts {
  return { ...readUsageOfImages(answer), ...readUsageBesideImages(answer) }
}

/** The half that `type=image` asks for. */
export function readUsageOfImages(answer: unknown): DiskUsageOfImages {
  const usage = object(answer)
  const layersSize = count(usage.LayersSize)
  if (layersSize === undefined) throw notAnEngine('disk usage')
  return { layersSize, images: rows(usage.Images).flatMap((row) => readImage(row) ?? []) }
}

/** The other half. */
export function readUsageBesideImages(answer: unknown): Omit<DiskUsageBesideImages, 'ofImages'> {
  const usage = object(answer)
  return {
    containers: rows(usage.Containers).map((row) => ({
      state: text(row.State) ?? '',
      writableSize: count(row.SizeRw) ?? 0,
    })),
    volumes: rows(usage.Volumes).map((row) => {
      const data = object(row.UsageData)
      const size = count(data.Size)
      return { ...(size === undefined ? {} : { size }), references: count(data.RefCount) ?? -1 }
    }),
    buildCache: rows(usage.BuildCache).map((row) => ({
      size: count(row.Size) ?? 0,
      inUse: row.InUse === true,
      shared: row.Shared === true,
    })),
  }
}

function readImage(row: Json): DiskImage | undefined {
  const id = text(row.Id)
  if (id === undefined) return undefined
  const sharedSize = count(row.SharedSize)
  const containers = count(row.Containers)
  return {
    id,
    ...imageNames(row.RepoTags, row.RepoDigests),
    size: count(row.Size) ?? 0,
    ...(sharedSize === undefined ? {} : { sharedSize }),
    ...(containers === undefined ? {} : { containers }),
  }
}

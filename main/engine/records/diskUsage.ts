import type {
  BuildCacheRecord,
  DiskContainer,
  DiskImage,
  DiskUsageBesideImages,
  DiskUsageFacts,
  DiskUsageOfImages,
  DiskVolume,
} from '@shared/domain/disk'
import { readListedContainer } from './containers'
import { imageNames } from './imageNames'
import { count, type Json, msOfDate, notAnEngine, object, rows, text, textMap, texts } from './read'

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
    containers: rows(usage.Containers).flatMap((row) => readContainer(row) ?? []),
    volumes: rows(usage.Volumes).flatMap((row) => readVolume(row) ?? []),
    buildCache: rows(usage.BuildCache).flatMap((row) => readBuildCacheRecord(row) ?? []),
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

function readContainer(row: Json): DiskContainer | undefined {
  const listed = readListedContainer(row)
  if (listed === undefined) return undefined
  const { id, name, imageId, state, running, own } = listed
  // Missing where it is 0.
  const writableSize = count(row.SizeRw) ?? 0
  const whole = count(row.SizeRootFs)
  return {
    id,
    name,
    imageId,
    state,
    running,
    writableSize,
    ...(whole === undefined || whole < writableSize ? {} : { layersSize: whole - writableSize }),
    ...(own === true ? { own } : {}),
  }
}

function readVolume(row: Json): DiskVolume | undefined {
  const name = text(row.Name)
  if (name === undefined) return undefined
  const data = object(row.UsageData)
  const size = count(data.Size)
  return {
    name,
    driver: text(row.Driver) ?? '',
    ...(size === undefined ? {} : { size }),
    references: count(data.RefCount) ?? -1,
    // Since 23.0; before that nothing tells.
    ...(textMap(row.Labels).has('com.docker.volume.anonymous') ? { anonymous: true } : {}),
  }
}

function readBuildCacheRecord(row: Json): BuildCacheRecord | undefined {
  const id = text(row.ID)
  if (id === undefined) return undefined
  const createdAt = msOfDate(row.CreatedAt)
  const lastUsedAt = msOfDate(row.LastUsedAt)
  return {
    id,
    parents: parentsOf(row),
    type: text(row.Type) ?? '',
    description: text(row.Description)?.trim() ?? '',
    inUse: row.InUse === true,
    shared: row.Shared === true,
    size: count(row.Size) ?? 0,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    usageCount: count(row.UsageCount) ?? 0,
  }
}

/** `Parent` (20.10), then ` Parents`, by a slip of the engine with a space in front. */
function parentsOf(row: Json): readonly string[] {
  const several = [...texts(row[' Parents']), ...texts(row.Parents)]
  return several.length > 0 ? several : texts([row.Parent]).filter((parent) => parent !== '')
}

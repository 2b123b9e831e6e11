import type { DiskUsageFacts } from '@shared/domain/disk'
import { Forest } from './forest'
import type { KnownImage } from './viewFacts'

/**
 * Pure; classic store. What the engine's accounting says otherwise, in words for the log; undefined when it says the same, or
 * speaks of other images than ours (something changed between the two looks).
 */
export function differenceTo(
  usage: Pick<DiskUsageFacts, 'images' | 'layersSize'>,
  images: readonly KnownImage[],
  files: Forest,
): string | undefined {
  const ours = new Map(images.map((image) => [image.id, image]))
  const told = new Set(usage.images.map(({ id }) => id))
  const isSameMoment =
    usage.images.every(({ id, size }) => ours.get(id)?.size === size) &&
    images.every(({ id, halfWay }) => halfWay || told.has(id))
  if (!isSameMoment) return undefined
  const all = files.union(ours.keys()).bytes
  // It may be more: on some engines layers of the build cache are in it (docs/engine-facts.md).
  if (all > usage.layersSize) return `layers: ours ${all}, the engine's ${usage.layersSize}`
  const counted = ownBytes(usage, files)
  if (counted === undefined) return undefined
  // From 23.0 on an engine counts the classic builder's half-way images as sharers (docs/engine-facts.md).
  const everyone = new Forest({
    stacks: images.map(({ id, keys = [] }) => ({ owner: id, keys })),
    upTo: heightsIn(images, files),
  })
  return ownBytes(usage, everyone) === undefined ? undefined : counted
}

/** The first image of which they differ. */
function ownBytes(usage: Pick<DiskUsageFacts, 'images'>, files: Forest): string | undefined {
  const unique = files.unique()
  for (const { id, size, sharedSize } of usage.images) {
    if (sharedSize === undefined) continue
    const ours = unique.get(id)?.bytes ?? 0
    if (ours !== size - sharedSize)
      return `own bytes of ${id}: ours ${ours}, the engine's ${size - sharedSize}`
  }
  return undefined
}

function heightsIn(images: readonly KnownImage[], files: Forest): (key: string) => number | undefined {
  const heights = new Map<string, number>()
  for (const { id, keys = [] } of images) {
    const own = files.heights(id)
    for (const [index, key] of keys.entries()) {
      const height = own[index]
      if (height !== undefined) heights.set(key, height)
    }
  }
  return (key) => heights.get(key)
}

import type { ImageId } from '@shared/domain/image'
import { readSharedSizes } from './imageList'
import { count, notAnEngine, object } from './read'

export type DiskUsage = {
  /** Bytes of all layers, each once. */
  readonly layersSize: number
  readonly images: ReadonlyMap<ImageId, { readonly size: number; readonly sharedSize?: number }>
}

/** `GET /system/df`. `Images` is null when there are none. */
export function readDiskUsage(answer: unknown): DiskUsage {
  const usage = object(answer)
  const layersSize = count(usage.LayersSize)
  if (layersSize === undefined) throw notAnEngine('disk usage')
  return { layersSize, images: readSharedSizes(usage.Images ?? []) }
}

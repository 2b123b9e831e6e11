import type { ListedImage } from '../../ports/engineClient'
import { imageNames } from './imageNames'
import { count, isJson, type Json, msOfSeconds, notAnEngine, object, text, textMap } from './read'

/** `GET /images/json`. Runs over thousands of rows: one pass, nothing copied twice. */
export function readImageList(answer: unknown): readonly ListedImage[] {
  if (!Array.isArray(answer)) throw notAnEngine('image list')
  const images: ListedImage[] = []
  for (const row of answer) {
    const image = isJson(row) ? readListedImage(row) : undefined
    if (image !== undefined) images.push(image)
  }
  return images
}

function readListedImage(row: Json): ListedImage | undefined {
  const id = text(row.Id)
  if (id === undefined) return undefined
  const { tags, repoDigests } = imageNames(row.RepoTags, row.RepoDigests)
  return {
    id,
    tags,
    repoDigests,
    parentId: text(row.ParentId),
    created: msOfSeconds(row.Created),
    size: count(row.Size) ?? 0,
    labels: textMap(row.Labels),
    platform: row.Descriptor === undefined ? undefined : platformOf(object(row.Descriptor).platform),
  }
}

/** `os/architecture[/variant]` of an OCI platform; absent when the engine does not tell it. */
export function platformOf(value: unknown): string | undefined {
  const platform = object(value)
  const os = text(platform.os)
  const architecture = text(platform.architecture)
  if (os === undefined || architecture === undefined) return undefined
  return [os, architecture, text(platform.variant)].filter((part) => part !== undefined).join('/')
}

/** Sizes of a list that was asked with `shared-size=1`. */
export function readSharedSizes(
  answer: unknown,
): ReadonlyMap<string, { readonly size: number; readonly sharedSize?: number }> {
  if (!Array.isArray(answer)) throw notAnEngine('image list')
  const sizes = new Map<string, { size: number; sharedSize?: number }>()
  for (const row of answer.filter(isJson)) {
    const id = text(row.Id)
    const sharedSize = count(row.SharedSize)
    const size = count(row.Size) ?? 0
    if (id !== undefined) sizes.set(id, sharedSize === undefined ? { size } : { size, sharedSize })
  }
  return sizes
}

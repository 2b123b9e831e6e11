import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { referenceParts } from '@shared/domain/referenceParts'
import type { RemovalTarget } from '@shared/domain/removal'

/** A repository split where the eye looks: the last part names the thing, what is before it may be cut. */
export type ShownReference = {
  readonly path: string
  readonly name: string
  readonly tag: string | undefined
  /** 12 digits of the digest, where the reference has one. */
  readonly digest: string | undefined
}

export function shownReference(reference: string): ShownReference {
  const { repository, tag, digest } = referenceParts(reference)
  const slash = repository.lastIndexOf('/') + 1
  return {
    path: repository.slice(0, slash),
    name: repository.slice(slash),
    tag,
    digest: digest === undefined ? undefined : shortId(digest),
  }
}

/** Every name of the row: its tags, then what it is known by in repositories that have no tag here. */
export function namesOf(row: ImageRow): readonly string[] {
  const tagged = new Set(row.tags.map((tag) => referenceParts(tag).repository))
  return [...row.tags, ...row.digests.filter((digest) => !tagged.has(referenceParts(digest).repository))]
}

/**
 * What to remove so that the image goes: each of its names, the last of which takes the image with it. By id the engine
 * would refuse an image with names in several repositories (moby, image_delete.go).
 */
export function targetsOf(row: ImageRow): readonly RemovalTarget[] {
  const names = namesOf(row)
  if (names.length === 0) return [{ type: 'image', imageId: row.id }]
  return names.map((reference) => ({ type: 'reference', reference, imageId: row.id }))
}

/** One line for each name; an image without one is named by its id. */
export function referenceLines(rows: readonly ImageRow[]): readonly string[] {
  return rows.flatMap((row) => {
    const names = namesOf(row)
    return names.length > 0 ? names : [row.id]
  })
}

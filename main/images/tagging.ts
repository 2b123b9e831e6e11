import { shortId } from '@shared/domain/digest'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import { namesWithout } from '@shared/domain/imageNames'
import { parseReference, type Reference, withDefaultTag } from '@shared/domain/reference'
import type { TagOutcome, TagPreview } from '@shared/domain/tagging'
import { type AppError, AppFailure, appError } from '@shared/errors'
import { err, ok, type Result } from '@shared/result'
import type { EngineClient, InspectedImage } from '../ports/engineClient'
import type { ImageTable } from './imageTable'
import { namingOf } from './naming'
import { isGone } from './reconciler'

type TagName = { readonly reference: Reference; readonly tag: string; readonly defaultedTag: boolean }

/** A name that an image can get. Errors: those of parseReference; REFERENCE_NEEDS_TAG: a digest can't be given. */
export function parseTagName(text: string): Result<TagName> {
  const parsed = parseReference(text)
  if (!parsed.ok) return parsed
  if (parsed.value.digest !== undefined) {
    return err(appError('REFERENCE_NEEDS_TAG', { reference: parsed.value.familiarName }))
  }
  // The engine refuses it: `sha256:...` would read as an id (moby, reference/store.go).
  if (parsed.value.familiarName === 'sha256') return err(appError('REFERENCE_IS_ID', { reference: text }))
  const reference = withDefaultTag(parsed.value)
  return ok({ reference, tag: reference.tag ?? '', defaultedTag: parsed.value.tag === undefined })
}

/** Pure: what `docker tag` would do according to the table. */
export function previewTag(table: ImageTable, store: ImageStore, imageId: ImageId, text: string): TagPreview {
  const parsed = parseTagName(text)
  if (!parsed.ok) return { type: 'invalid', error: parsed.error }
  const { reference, defaultedTag } = parsed.value
  const { canonical, familiar } = reference
  return {
    type: 'valid',
    canonical,
    familiar,
    defaultedTag,
    owner: ownerOf(table, store, imageId, familiar),
    command: `docker tag ${shortId(imageId)} ${familiar}`,
  }
}

type Owner = Extract<TagPreview, { type: 'valid' }>['owner']

function ownerOf(table: ImageTable, store: ImageStore, imageId: ImageId, tag: string): Owner {
  const ids = table.owners(tag)
  if (ids.includes(imageId)) return { type: 'thisImage' }
  const owner = ids.map((id) => table.entry(id)).find((entry) => entry !== undefined)
  if (owner === undefined) return { type: 'nobody' }
  const otherTags = owner.tags.filter((name) => name !== tag)
  const left = namesWithout(owner, new Set([tag]), store)
  const becomesDangling = namingOf(left, table.children(owner.id).length > 0) === 'dangling'
  return { type: 'otherImage', imageId: owner.id, becomesDangling, otherTags }
}

export type TagRequest = {
  readonly imageId: ImageId
  readonly reference: string
  /** Who has the name according to the preview; absent: nobody, or this image. */
  readonly expectedOwner?: ImageId
}

/**
 * Tags, and looks whether it is so. Errors: those of parseTagName; IMAGE_NOT_FOUND; IMAGE_CHANGED {reference} when the
 * name has another owner than the preview said, before anything was done, or when another got it at the same moment.
 */
export async function tagImage(
  client: EngineClient,
  { imageId, reference: text, expectedOwner }: TagRequest,
  signal?: AbortSignal,
): Promise<TagOutcome> {
  const parsed = parseTagName(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const { reference, tag } = parsed.value
  const changed = new AppFailure(changedError(reference.familiar))
  await client.inspectImage(imageId, { signal })
  const owner = await inspectOrNone(client, reference.canonical, signal)
  if (owner?.id !== expectedOwner && owner?.id !== imageId) throw changed

  await client.tagImage(imageId, reference.canonicalName, tag, { signal })

  const now = await inspectOrNone(client, reference.canonical, signal)
  if (now?.id !== imageId) throw changed
  const outcome = { canonical: reference.canonical, familiar: reference.familiar }
  if (owner === undefined || owner.id === imageId) return { ...outcome, previousOwnerDangling: false }
  const left = await inspectOrNone(client, owner.id, signal)
  const nameless = left !== undefined && left.tags.length === 0 && left.repoDigests.length === 0
  return { ...outcome, previousOwner: owner.id, previousOwnerDangling: nameless }
}

function changedError(reference: string): AppError {
  return appError('IMAGE_CHANGED', { reference })
}

async function inspectOrNone(
  client: EngineClient,
  image: string,
  signal: AbortSignal | undefined,
): Promise<InspectedImage | undefined> {
  try {
    return await client.inspectImage(image, { signal })
  } catch (cause) {
    if (isGone(cause)) return undefined
    throw cause
  }
}

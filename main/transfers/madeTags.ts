import type { ImageId } from '@shared/domain/image'
import { nameOnly, parseReference, type Reference } from '@shared/domain/reference'
import { tagImage } from '../images/tagging'
import type { EngineClient } from '../ports/engineClient'
import { imageOrNone } from './services'

/** A name that was given for a push. */
export type MadeTag = { readonly reference: Reference; readonly previousOwner?: ImageId }

/**
 * Gives the image the name, by the rules of tagging; undefined when it has it already.
 * @throws AppFailure IMAGE_CHANGED when the name belongs to another image than `owner`
 */
export async function makeTag(
  client: EngineClient,
  { imageId, reference, owner }: { imageId: ImageId; reference: Reference; owner: ImageId | undefined },
  signal: AbortSignal,
): Promise<MadeTag | undefined> {
  const now = await imageOrNone(client, reference.canonical, signal)
  if (now?.id === imageId) return undefined
  const expected = owner === undefined ? {} : { expectedOwner: owner }
  const { previousOwner } = await tagImage(
    client,
    { imageId, reference: reference.canonical, ...expected },
    signal,
  )
  return { reference, ...(previousOwner === undefined ? {} : { previousOwner }) }
}

/**
 * Undoes what makeTag did, but for names in `arrived`: a name goes back to who had it, or goes. A name that points
 * elsewhere by now stays, and so does the only name that an image has left: without it the image would be deleted.
 * @returns those that are still there
 */
export async function takeBack(
  client: EngineClient,
  imageId: ImageId,
  made: readonly MadeTag[],
  arrived: ReadonlySet<string>,
): Promise<readonly MadeTag[]> {
  const kept: MadeTag[] = []
  for (const tag of [...made].reverse()) {
    // An engine that is gone can't be asked: the name is told to be there still, which it is.
    const isBack =
      !arrived.has(tag.reference.familiar) && (await takeOneBack(client, imageId, tag).catch(() => false))
    if (!isBack) kept.unshift(tag)
  }
  return kept
}

async function takeOneBack(
  client: EngineClient,
  imageId: ImageId,
  { reference, previousOwner }: MadeTag,
): Promise<boolean> {
  const owner = await imageOrNone(client, reference.canonical)
  if (owner?.id !== imageId) return true
  if (previousOwner !== undefined && (await imageOrNone(client, previousOwner)) !== undefined) {
    await client.tagImage(previousOwner, nameOnly(reference).canonical, reference.tag ?? '', {})
    return true
  }
  const others = owner.tags.filter((text) => {
    const parsed = parseReference(text)
    return !parsed.ok || parsed.value.canonical !== reference.canonical
  })
  if (others.length === 0) return false
  await client.removeImage(reference.familiar, { force: false, noPrune: true })
  return true
}

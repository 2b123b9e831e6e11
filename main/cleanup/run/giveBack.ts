import type { GiveBack } from '@shared/domain/cleanup'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import { referenceParts } from '@shared/domain/referenceParts'

export type GiveBackFacts = {
  readonly store: ImageStore
  readonly imageId: ImageId
  /** Names of the image before anything went. */
  readonly digests: readonly string[]
  /** Is the image still there? */
  readonly remains: boolean
  /** repository@digest that it was pulled by, where that was seen. */
  readonly origin: string | undefined
}

/** Pure: how a name that a removal took can come back. */
export function giveBackOf(reference: string, facts: GiveBackFacts): GiveBack {
  const { imageId, remains } = facts
  const isTag = referenceParts(reference).digest === undefined
  if (remains && isTag) return { type: 'tag', reference, imageId }
  const from = knownDigests(reference, facts)[0]
  return from === undefined ? { type: 'none', reference } : { type: 'pull', reference, from }
}

/** The digest itself, what was seen to be pulled, that of the same repository, any other. */
function knownDigests(
  reference: string,
  { store, imageId, digests, origin }: GiveBackFacts,
): readonly string[] {
  const { repository, digest } = referenceParts(reference)
  // The containerd store gives every repository the image's own id for a digest, whether a registry has it or not.
  const fromRegistry = digests.filter((name) => store === 'classic' || !name.endsWith(`@${imageId}`))
  const own = digest !== undefined && fromRegistry.includes(reference) ? [reference] : []
  const same = fromRegistry.filter((name) => referenceParts(name).repository === repository)
  return [...own, ...(origin === undefined ? [] : [origin]), ...same, ...fromRegistry]
}

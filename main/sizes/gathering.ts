import type { ImageId } from '@shared/domain/image'
import { AppFailure } from '@shared/errors'
import type { Chains } from '../images/chains'
import { inParallel } from '../images/inParallel'
import { isGone } from '../images/reconciler'
import type { EngineClient, ListedHistory } from '../ports/engineClient'
import type { KnownImage } from './viewFacts'

export type GatheringNeeds = {
  readonly client: EngineClient
  readonly chains: Chains
  /** ChainIds of an image whose facts are known. */
  readonly keysOf: (id: ImageId) => readonly string[] | undefined
  readonly isRead: (image: KnownImage) => boolean
  /** Takes in the bytes that a history tells. */
  readonly learn: (id: ImageId, history: readonly ListedHistory[]) => void
  /** Told of each answer. */
  readonly progress: () => void
  readonly signal: AbortSignal
}

/**
 * Reads what is not known of some images: an inspect each for the layers, then histories for their bytes, of the tallest
 * stacks first, since one of these tells all that is below it. Answers those that can't be read: gone, or the engine
 * fails on them. Throws when the engine is lost or the signal aborts.
 */
export async function gather(
  images: readonly KnownImage[],
  needs: GatheringNeeds,
): Promise<readonly ImageId[]> {
  const { client, chains, keysOf, learn, progress, signal } = needs
  const unreadable: ImageId[] = []
  const carefully = async (id: ImageId, read: () => Promise<void>): Promise<void> => {
    signal.throwIfAborted()
    try {
      await read()
      progress()
    } catch (cause) {
      if (signal.aborted || isLoss(cause)) throw cause
      unreadable.push(id)
    }
  }
  await inParallel(images, chains.width, async ({ id }) => {
    await carefully(id, async () => {
      if ((await chains.facts(id, signal)) === undefined) unreadable.push(id)
    })
  })
  const height = ({ id }: KnownImage) => keysOf(id)?.length ?? 0
  const tallestFirst = images
    .filter(({ id }) => keysOf(id) !== undefined)
    .sort((a, b) => height(b) - height(a))
  const claimed = new Set<string>()
  await inParallel(tallestFirst, chains.width, async (image) => {
    const keys = keysOf(image.id) ?? []
    // The size of an image of the classic store tells its topmost layer.
    const wanted = client.info.store === 'classic' ? keys.slice(0, -1) : keys
    // A history that is on its way will tell these too, if they are unpacked; else they are asked for next time.
    const isClaimed = wanted.length > 0 && wanted.every((key) => claimed.has(key))
    if (needs.isRead(image) || isClaimed) return
    for (const key of keys) claimed.add(key)
    await carefully(image.id, async () => learn(image.id, await client.imageHistory(image.id, { signal })))
  })
  return unreadable
}

/** The engine as a whole, not this image. */
function isLoss(cause: unknown): boolean {
  return !(cause instanceof AppFailure) || (cause.error.code.startsWith('ENGINE_') && !isGone(cause))
}

import type { ImageId } from '@shared/domain/image'
import { Chains } from '../images/chains'
import type { EngineClient } from '../ports/engineClient'
import type { EngineBytes } from './engineBytes'
import { gather } from './gathering'
import { Telling } from './telling'
import type { KnownImage } from './viewFacts'

export type ReadingNeeds = {
  readonly client: () => EngineClient
  /** Wanted soon: read before others. Taken out. */
  readonly first: Set<ImageId>
  /** More is known. */
  readonly tell: () => void
  /** The app is still on this engine. */
  readonly goesOn: () => boolean
  readonly signal: AbortSignal
}

/** Reads what is not known of an engine's bytes until nothing is missing, or the engine is lost or left. */
export async function readMissing(bytes: EngineBytes, needs: ReadingNeeds): Promise<void> {
  const { signal } = needs
  const told = new Telling(needs.tell)
  try {
    const client = needs.client()
    while (needs.goesOn() && !signal.aborted) {
      const missing = firstOf(bytes.missing(), needs.first)
      if (missing.length === 0) {
        if (await bytes.askContent(async () => await client.contentStore({ signal }))) told.now()
        if (bytes.missing().length === 0) return
        continue
      }
      const unreadable = await gather(missing, {
        client,
        chains: new Chains(client, bytes.facts),
        keysOf: (id) => bytes.keysOf(id),
        isRead: (image) => bytes.isRead(image),
        learn: (id, history) => bytes.learn(id, history),
        progress: () => told.soon(),
        signal,
      })
      for (const id of unreadable) bytes.unreadable.add(id)
      told.now()
    }
  } catch {
    // Lost or let go: the next connection goes on with what is missing.
  } finally {
    told.end()
  }
}

/** Those asked for alone first, when there are any. */
function firstOf(missing: readonly KnownImage[], first: Set<ImageId>): readonly KnownImage[] {
  const wanted = missing.filter(({ id }) => first.has(id))
  first.clear()
  return wanted.length > 0 ? wanted : missing
}

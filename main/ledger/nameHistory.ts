import type { ImageId } from '@shared/domain/image'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import type { EngineEvent } from '../ports/engineClient'

/** Whom a name meant at the time of an event. */
export type Meant =
  | { readonly type: 'sure'; readonly id: ImageId }
  | { readonly type: 'some'; readonly ids: readonly ImageId[] }
  /** It may have been any image. */
  | { readonly type: 'any' }

export type NameWorld = {
  /** Who had the name before these events, as far as it was seen. */
  readonly before: (name: string) => ImageId | undefined
  /** Who has it after them. */
  readonly after: (name: string) => readonly ImageId[]
  /** Images that have a name or a digest of the same repository: what a pull brought is among them, or new. */
  readonly sameRepository: (name: string) => readonly ImageId[]
  /** Nothing was missed between "before" and the first event. */
  readonly isWhole: boolean
}

/** `id` is absent where a pull gave the name: its event tells no image. */
type Given = { readonly at: number; readonly id?: ImageId }

/**
 * Names move while events are gathered, and a pull or a load does not say which image got them. Times here are places in
 * the run of events.
 */
export class NameHistory {
  readonly #given = new Map<string, Given[]>()
  readonly #loads: { readonly at: number; readonly id: ImageId }[] = []
  /** The classic store does not say which name went. */
  readonly #untagged: { readonly at: number; readonly id: ImageId }[] = []

  constructor(
    events: readonly EngineEvent[],
    private readonly world: NameWorld,
  ) {
    for (const [at, event] of events.entries()) {
      if (event.type !== 'image') continue
      const { action, imageId: id, reference } = event
      if (action === 'load' && id !== undefined) this.#loads.push({ at, id })
      if (action === 'untag' && id !== undefined) this.#untagged.push({ at, id })
      if (reference === undefined || (action !== 'tag' && action !== 'pull')) continue
      const name = normalName(reference)
      const known = this.#given.get(name)
      const given = { at, ...(id === undefined ? {} : { id }) }
      if (known === undefined) this.#given.set(name, [given])
      else known.push(given)
    }
  }

  /** Whether the name was given again after that event. */
  isGivenAfter(name: string, at: number): boolean {
    return (this.#given.get(name) ?? []).some((given) => given.at > at)
  }

  meant(text: string, at: number): Meant {
    const name = normalName(text)
    const last = this.#given.get(name)?.findLast((given) => given.at < at)
    const loaded = this.#loads
      .filter((load) => load.at < at && load.at > (last?.at ?? -1))
      .map(({ id }) => id)
    const now = this.world.after(name)
    const [holder] = now
    const stays = !this.isGivenAfter(name, at) && !this.#loads.some((load) => load.at > at)
    const isHolders = stays && loaded.length === 0 && now.length === 1
    const before = last === undefined && this.world.isWhole ? this.world.before(name) : undefined
    const owner = last?.id ?? (isHolders ? holder : before)
    if (owner !== undefined && loaded.length === 0) return { type: 'sure', id: owner }
    // Before the gap it may have been anyone's, and the one that lost it is told by no event.
    if (last === undefined && !this.world.isWhole && !stays) return { type: 'any' }
    const pulled = last !== undefined && last.id === undefined && !stays
    const ids = [
      ...(owner === undefined ? [] : [owner]),
      ...now,
      ...loaded,
      ...(pulled ? this.world.sameRepository(name) : []),
      ...this.#untagged.filter((untag) => untag.at > at).map(({ id }) => id),
    ]
    return { type: 'some', ids: [...new Set(ids)] }
  }
}

/** Familiar, with the tag that is meant. */
export function normalName(reference: string): string {
  const parsed = parseReference(reference)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : reference
}

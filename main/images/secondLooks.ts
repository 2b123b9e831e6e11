import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { EngineEvent } from '../ports/engineClient'
import { type Touches, touchesOf } from './eventTouches'
import type { ImageTable } from './imageTable'
import type { Reconciler } from './reconciler'

/** A look at new images when so many ms have passed. */
export type SecondLook = {
  readonly after: readonly number[]
  readonly look: (reconciler: Reconciler) => Promise<unknown>
}

/**
 * Some things are written after the event that tells of an image: the parent's link (classic store; moby,
 * daemon/images/image_commit.go), the unpacked files that its size counts (containerd store). In ms.
 */
const parentPatience = [1_000]
const sizePatience = [1_000, 10_000]

/** What is not told yet of the images that came with these events. */
export function secondLookAt(
  { table, store }: { readonly table: ImageTable; readonly store: ImageStore },
  events: readonly EngineEvent[],
  added: readonly ImageId[],
): SecondLook | undefined {
  if (store === 'containerd') {
    if (added.length === 0) return undefined
    return { after: sizePatience, look: async (reconciler) => await reconciler.measure(added) }
  }
  const images = createdAlone(table, events)
  if (images.size === 0) return undefined
  const touches: Touches = { ...touchesOf([], { silentCreates: false }), images }
  return { after: parentPatience, look: async (reconciler) => await reconciler.look(touches) }
}

function createdAlone(table: ImageTable, events: readonly EngineEvent[]): ReadonlyMap<ImageId, 'changed'> {
  const images = new Map<ImageId, 'changed'>()
  for (const event of events) {
    if (event.type !== 'image' || event.action !== 'create' || event.imageId === undefined) continue
    const entry = table.entry(event.imageId)
    if (entry !== undefined && entry.parentId === undefined) images.set(entry.id, 'changed')
  }
  return images
}

/** Waits for the times of second looks, as long as the connection lasts. */
export class LookTimers {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  set(times: readonly number[], connection: AbortSignal, look: () => void): void {
    for (const ms of times) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        if (!connection.aborted) look()
      }, ms)
      timer.unref()
      this.#timers.add(timer)
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}

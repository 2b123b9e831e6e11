import type { ImageStore } from '@shared/domain/engine'
import type { ContainerUse, ImageId } from '@shared/domain/image'
import { namesWithout } from '@shared/domain/imageNames'
import { referenceParts } from '@shared/domain/referenceParts'
import type { RefusalReason, RemovalOutcome } from '@shared/domain/removal'

/** An image as far as its removal is concerned. */
export type WorldImage = {
  readonly id: ImageId
  readonly tags: readonly string[]
  readonly digests: readonly string[]
  readonly parentId?: ImageId
  readonly size: number
}

export type WorldFacts = {
  readonly store: ImageStore
  readonly images: readonly WorldImage[]
  readonly containers: readonly (ContainerUse & { readonly imageId: ImageId })[]
}

/** What one request would change, or why the engine would refuse it. `deleted`: the image, where it goes, then its parents. */
export type Effect =
  | { readonly type: 'refused'; readonly reason: RefusalReason }
  | { readonly type: 'done'; readonly untagged: readonly string[]; readonly deleted: readonly ImageId[] }

/** The images as they will be while a plan runs: each step sees what the steps before it left. */
export class RemovalWorld {
  readonly store: ImageStore
  readonly #images = new Map<ImageId, WorldImage>()
  readonly #children = new Map<ImageId, Set<ImageId>>()
  readonly #containers = new Map<ImageId, ContainerUse[]>()

  constructor({ store, images, containers }: WorldFacts) {
    this.store = store
    for (const image of images) {
      this.#images.set(image.id, image)
      if (image.parentId === undefined) continue
      const siblings = this.#children.get(image.parentId) ?? new Set()
      this.#children.set(image.parentId, siblings.add(image.id))
    }
    for (const { imageId, id, name, state, running, createdFrom } of containers) {
      const use = { id, name, state, running, createdFrom }
      this.#containers.set(imageId, [...(this.#containers.get(imageId) ?? []), use])
    }
  }

  image(id: ImageId): WorldImage | undefined {
    return this.#images.get(id)
  }

  children(id: ImageId): readonly ImageId[] {
    return [...(this.#children.get(id) ?? [])]
  }

  /** Running ones first. */
  containers(id: ImageId): readonly ContainerUse[] {
    return [...(this.#containers.get(id) ?? [])].sort((a, b) => Number(b.running) - Number(a.running))
  }

  apply(id: ImageId, effect: Effect): void {
    if (effect.type === 'refused') return
    const gone = new Set(effect.untagged)
    const image = this.#images.get(id)
    if (image !== undefined) {
      this.#images.set(id, { ...image, ...namesWithout(image, gone, this.store) })
    }
    for (const deleted of effect.deleted) this.#delete(deleted)
  }

  #delete(id: ImageId): void {
    const parentId = this.#images.get(id)?.parentId
    this.#images.delete(id)
    if (parentId !== undefined) this.#children.get(parentId)?.delete(id)
  }
}

export function namesOf(image: WorldImage): readonly string[] {
  return [...image.tags, ...image.digests]
}

export function repositoryOf(reference: string): string {
  return referenceParts(reference).repository
}

export function refuse(reason: RefusalReason): Effect {
  return { type: 'refused', reason }
}

/** The containers that make the engine refuse: running ones, else stopped ones. */
export function inUse(containers: readonly ContainerUse[]): RefusalReason | undefined {
  const running = containers.filter((container) => container.running)
  if (running.length > 0) return { type: 'runningContainer', containers: running }
  return containers.length > 0 ? { type: 'stoppedContainer', containers } : undefined
}

export function outcomeOf(image: WorldImage, effect: Effect, store: ImageStore): RemovalOutcome {
  if (effect.type === 'refused') return effect
  const { untagged, deleted } = effect
  const parents = deleted.filter((id) => id !== image.id)
  if (deleted.includes(image.id)) return { type: 'deleted', untagged, parents }
  const left = namesWithout(image, new Set(untagged), store)
  const remaining = [...left.tags, ...left.digests]
  return { type: 'untagged', untagged, remaining, ...(parents.length > 0 && { parents }) }
}

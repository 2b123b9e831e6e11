import { referenceParts } from '@shared/domain/referenceParts'
import { type AppErrorCode, AppFailure, appError } from '@shared/errors'
import type { ListedContainer } from '../../main/ports/engineClient'
import { type FakeImages, familiar } from './fakeImages'

export type RemovalPlace = {
  readonly images: FakeImages
  readonly containers: ReadonlyMap<string, ListedContainer>
  readonly told: (action: 'untag' | 'delete', imageId: string) => void
}

type How = { readonly force: boolean; readonly prune: boolean; readonly quiet: boolean }

/** One removal by the classic store's rules (moby, daemon/images/image_delete.go). */
export class FakeRemoval {
  readonly untagged: string[] = []
  readonly deleted: string[] = []

  constructor(private readonly place: RemovalPlace) {}

  run(name: string, force: boolean, prune: boolean): this {
    const { images } = this.place
    const { id } = images.find(name)
    const byName = !(id.startsWith(name) || id.slice(7).startsWith(name))
    if (byName) {
      if (!force && isSingle(images.named(id)) && this.#using(id).length > 0)
        throw conflict('IMAGE_IN_USE_STOPPED')
      this.#untagWithDigests(id, familiar(name))
      if (images.named(id).length > 0) return this
    } else if (isSingle(images.named(id))) {
      this.#check(id, force, false)
      for (const reference of images.named(id)) this.#untag(id, reference)
    }
    this.#delete(id, { force, prune, quiet: byName })
    return this
  }

  #untagWithDigests(id: string, reference: string): void {
    const { images } = this.place
    const { repository, digest } = referenceParts(reference)
    this.#untag(id, reference)
    if (digest !== undefined || images.tagsIn(id, repository)) return
    for (const other of images.named(id)) {
      const parts = referenceParts(other)
      if (parts.repository === repository && parts.digest !== undefined) this.#untag(id, other)
    }
  }

  #untag(id: string, reference: string): void {
    this.place.images.references.delete(reference)
    this.untagged.push(reference)
    this.place.told('untag', id)
  }

  #delete(id: string, how: How): void {
    const { images } = this.place
    try {
      this.#check(id, how.force, !how.force)
    } catch (cause) {
      const dangling = images.named(id).length === 0 && images.children(id).length === 0
      if (how.quiet && (!dangling || this.#using(id).length > 0)) return
      throw cause
    }
    const parentId = images.all.get(id)?.parentId
    for (const reference of images.named(id)) this.#untag(id, reference)
    images.all.delete(id)
    this.deleted.push(id)
    this.place.told('delete', id)
    if (how.prune && parentId !== undefined && images.all.has(parentId))
      this.#delete(parentId, { force: false, prune: true, quiet: true })
  }

  #check(id: string, force: boolean, references: boolean): void {
    const using = this.#using(id)
    if (this.place.images.children(id).length > 0) throw conflict('IMAGE_HAS_CHILDREN')
    if (using.some((container) => container.running)) throw conflict('IMAGE_IN_USE_RUNNING')
    if (references && this.place.images.named(id).length > 0) throw conflict('IMAGE_SEVERAL_REPOSITORIES')
    if (!force && using.length > 0) throw conflict('IMAGE_IN_USE_STOPPED')
  }

  #using(id: string): readonly ListedContainer[] {
    return [...this.place.containers.values()].filter((container) => container.imageId === id)
  }
}

function conflict(code: AppErrorCode): AppFailure {
  return new AppFailure(appError(code))
}

/** All references in one repository, at most one of them a tag. */
function isSingle(references: readonly string[]): boolean {
  const parts = references.map((reference) => referenceParts(reference))
  const tags = parts.filter((part) => part.digest === undefined)
  return references.length > 0 && tags.length <= 1 && new Set(parts.map((part) => part.repository)).size === 1
}

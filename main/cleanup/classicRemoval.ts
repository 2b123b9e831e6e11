import type { ImageId } from '@shared/domain/image'
import { referenceParts } from '@shared/domain/referenceParts'
import {
  type Effect,
  inUse,
  namesOf,
  type RemovalWorld,
  refuse,
  repositoryOf,
  type WorldImage,
} from './removalWorld'

/**
 * The classic store's rules (moby, daemon/images/image_delete.go, the same from 20.10 to 28.5; measured on 20.10.24,
 * 26.1.5 and 28.5.2). By name: the name goes, then the image if nothing holds it, quietly. By id: all or nothing.
 */
export function removeByNameClassic(
  world: RemovalWorld,
  image: WorldImage,
  reference: string,
  force: boolean,
): Effect {
  const names = namesOf(image)
  const use = inUse(world.containers(image.id))
  // Only the last name is protected: any of several goes, even the one that a container was made from.
  if (!force && use !== undefined && isSingle(image)) return refuse(use)
  const untagged = [reference, ...digestsThatGoAlong(image, reference)]
  if (untagged.length < names.length) return { type: 'done', untagged, deleted: [] }
  const blocked = world.children(image.id).length > 0 || stillUsed(world, image.id, force)
  return { type: 'done', untagged, deleted: blocked ? [] : withParents(world, image) }
}

export function removeByIdClassic(world: RemovalWorld, image: WorldImage, force: boolean): Effect {
  const names = namesOf(image)
  const children = world.children(image.id)
  if (children.length > 0) return refuse({ type: 'children', children })
  const use = inUse(world.containers(image.id))
  if (use?.type === 'runningContainer') return refuse(use)
  if (!force) {
    if (names.length > 0 && !isSingle(image))
      return refuse({ type: 'severalRepositories', references: names })
    if (use !== undefined) return refuse(use)
  }
  return { type: 'done', untagged: names, deleted: withParents(world, image) }
}

/** At most one tag, and everything in one repository (moby, isSingleReference). False without any name. */
function isSingle(image: WorldImage): boolean {
  const repositories = new Set(namesOf(image).map(repositoryOf))
  return image.tags.length <= 1 && repositories.size === 1
}

/** With the last tag of a repository its digests go too. */
function digestsThatGoAlong(image: WorldImage, reference: string): readonly string[] {
  const { repository, digest } = referenceParts(reference)
  if (digest !== undefined) return []
  const more = image.tags.some((tag) => tag !== reference && repositoryOf(tag) === repository)
  return more ? [] : image.digests.filter((name) => repositoryOf(name) === repository)
}

function stillUsed(world: RemovalWorld, id: ImageId, force: boolean): boolean {
  return world.containers(id).some((container) => container.running || !force)
}

/** Untagged ancestors go as long as nothing else was built on them and no container uses them; never by force. */
function withParents(world: RemovalWorld, image: WorldImage): readonly ImageId[] {
  const deleted: ImageId[] = []
  let next: WorldImage | undefined = image
  while (next !== undefined) {
    deleted.push(next.id)
    const child: ImageId = next.id
    const parent: WorldImage | undefined =
      next.parentId === undefined ? undefined : world.image(next.parentId)
    const free: boolean =
      parent !== undefined &&
      namesOf(parent).length === 0 &&
      world.children(parent.id).every((id) => id === child) &&
      world.containers(parent.id).length === 0
    next = free ? parent : undefined
  }
  return deleted
}

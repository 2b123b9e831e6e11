import type { ImageId } from '@shared/domain/image'
import { referenceParts } from '@shared/domain/referenceParts'
import { type Effect, inUse, type RemovalWorld, refuse, repositoryOf, type WorldImage } from './removalWorld'

/**
 * The containerd store's rules (moby, daemon/containerd/image_delete.go; measured on 28.5.2). Names are records that
 * point at a manifest; children never block; a digest names its whole repository.
 */
export function removeByNameContainerd(
  world: RemovalWorld,
  image: WorldImage,
  reference: string,
  force: boolean,
): Effect {
  const records = recordsOf(image)
  const same = sameRecords(records, reference)
  if (same.length < records.length) return { type: 'done', untagged: same, deleted: [] }
  const use = inUse(world.containers(image.id))
  if (use !== undefined) {
    if (!force) return refuse(use)
    // A record is let go though the image is used; a digest that is no record of its own takes the other way.
    if (records.includes(reference)) return { type: 'done', untagged: [reference], deleted: [] }
    if (use.type === 'runningContainer') return refuse(use)
  }
  // Only a name of its own leaves the image to its children; by digest it goes from under them.
  const kept =
    !force && records.length === 1 && records.includes(reference) && world.children(image.id).length > 0
  const deleted = withParents(world, image)
  // Its untagged parents go all the same, and the answer calls the image itself deleted too, though it stays.
  return {
    type: 'done',
    untagged: records,
    deleted: kept ? deleted.filter((id) => id !== image.id) : deleted,
  }
}

export function removeByIdContainerd(world: RemovalWorld, image: WorldImage, force: boolean): Effect {
  const records = recordsOf(image)
  const use = inUse(world.containers(image.id))
  if (use?.type === 'runningContainer') return refuse(use)
  if (!force) {
    if (use !== undefined) return refuse(use)
    const first = records[0]
    if (first !== undefined && !isSingle(records)) {
      return refuse({ type: 'severalRepositories', references: records })
    }
  }
  return { type: 'done', untagged: records, deleted: withParents(world, image) }
}

/** Tags, and the digests that were pulled as such: the digest of a tagged repository follows from its tag. */
function recordsOf(image: WorldImage): readonly string[] {
  const tagged = new Set(image.tags.map(repositoryOf))
  return [...image.tags, ...image.digests.filter((name) => !tagged.has(repositoryOf(name)))]
}

function isSingle(records: readonly string[]): boolean {
  const tags = records.filter((name) => referenceParts(name).digest === undefined)
  return tags.length <= 1 && new Set(records.map(repositoryOf)).size <= 1
}

/** What goes with a name: a tag alone, a digest with every name of its repository. */
function sameRecords(records: readonly string[], reference: string): readonly string[] {
  const { repository, digest } = referenceParts(reference)
  if (digest === undefined) return records.filter((name) => name === reference)
  return records.filter((name) => repositoryOf(name) === repository)
}

/**
 * Untagged ancestors without containers go along, other children or not. None does when the image had several names
 * (the engine checks the child's names where it means the parent's), or when any recorded ancestor is missing (it then
 * fails to read the line and only logs it).
 */
function withParents(world: RemovalWorld, image: WorldImage): readonly ImageId[] {
  if (recordsOf(image).length > 1) return [image.id]
  const ancestors: WorldImage[] = []
  for (let id = image.parentId; id !== undefined; id = ancestors.at(-1)?.parentId) {
    const parent = world.image(id)
    if (parent === undefined || ancestors.includes(parent)) return [image.id]
    ancestors.push(parent)
  }
  const stop = ancestors.findIndex(({ id, tags, digests }) => {
    return tags.length + digests.length > 0 || world.containers(id).length > 0
  })
  return [image, ...(stop === -1 ? ancestors : ancestors.slice(0, stop))].map(({ id }) => id)
}

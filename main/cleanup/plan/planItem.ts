import type { Blocker, BlockingContainer, CleanupItem, CleanupVerdict, Keep } from '@shared/domain/cleanup'
import type { ContainerUse, ImageId, ImageRow } from '@shared/domain/image'
import { firstName, nameOrId } from '@shared/domain/imageNames'
import type { RemovalStep, RemovalTarget } from '@shared/domain/removal'
import { effectOf } from '../removalPlan'
import { namesOf, outcomeOf, type RemovalWorld, type WorldImage } from '../removalWorld'
import type { PlannedContainer } from './facts'
import { madeFrom } from './inUseNames'
import type { Protection } from './protection'
import type { Wanted } from './selection'

/** An image of a plan with what is done to it. */
export type PlannedItem = Omit<CleanupItem, 'alone'> & { readonly steps: readonly RemovalStep[] }

export type PlanGround = {
  readonly world: RemovalWorld
  readonly protection: Protection
  readonly nameOf: (id: ImageId) => string | undefined
  readonly container: (id: string) => PlannedContainer | undefined
  /** Confirmed for a selection by hand. */
  readonly force: boolean
}

type Done = { readonly steps: RemovalStep[]; readonly untagged: string[]; readonly parents: ImageId[] }
type Hold = { readonly blocker?: Blocker; readonly keep?: Keep }

/**
 * Plans one image on the world as the items before left it, and leaves the world as this one does. Undefined: nothing to
 * show, for an image that nobody asked for by itself.
 */
export function planItem(ground: PlanGround, wanted: Wanted): PlannedItem | undefined {
  const { world } = ground
  const { row, quiet } = wanted
  const done: Done = { steps: [], untagged: [], parents: [] }
  // A step of another image took it along.
  if (world.image(row.id) === undefined) return quiet ? undefined : itemOf(row, 'deleted', done, {})
  const hold = wanted.names === 'all' ? planWhole(ground, row, done) : planNames(ground, wanted, done)
  const gone = world.image(row.id) === undefined
  if (gone) return itemOf(row, 'deleted', done, {})
  if (done.steps.length > 0) return itemOf(row, 'untagged', done, hold)
  if (quiet) return undefined
  return itemOf(row, hold.keep === undefined ? 'blocked' : 'kept', done, hold)
}

function itemOf(row: ImageRow, verdict: CleanupVerdict, done: Done, hold: Hold): PlannedItem {
  return {
    imageId: row.id,
    name: nameOrId(row),
    ...(row.created === undefined ? {} : { created: row.created }),
    size: row.size,
    verdict,
    ...done,
    ...(done.steps.some(({ force }) => force) ? { forced: true as const } : {}),
    ...hold,
  }
}

/** All names one by one, or the id of an image without any; nothing when something holds it. */
function planWhole(ground: PlanGround, row: ImageRow, done: Done): Hold {
  const { world } = ground
  const first = world.image(row.id)
  if (first === undefined) return {}
  const keep = protectedBy(ground, first)
  if (keep !== undefined) return { keep }
  const containers = world.containers(row.id)
  if (containers.length > 0) {
    // By id, since only so it goes from under its containers on both stores.
    if (ground.force && step(ground, first, { type: 'image', imageId: row.id }, true, done)) return {}
    return { blocker: containersBlock(ground, containers) }
  }
  const children = childrenBlock(ground, row.id)
  if (children !== undefined) return { blocker: children }
  for (let image: WorldImage | undefined = first; image !== undefined; image = world.image(row.id)) {
    if (!step(ground, image, targetOf(image), false, done)) return blockOf(ground, row.id)
  }
  return {}
}

function targetOf(image: WorldImage): RemovalTarget {
  const reference = firstName(image)
  return reference === undefined
    ? { type: 'image', imageId: image.id }
    : { type: 'reference', reference, imageId: image.id }
}

/** Each name by itself; those that stay tell why the image does. */
function planNames(ground: PlanGround, wanted: Wanted, done: Done): Hold {
  const { world, protection } = ground
  const { row, names, newest, onlyUnused } = wanted
  const keep = protection.image(row.id)
  if (keep !== undefined) return { keep }
  const containers = world.containers(row.id)
  if (onlyUnused && containers.length > 0) return { blocker: containersBlock(ground, containers) }
  let hold: Hold = {}
  for (const reference of names) {
    const image = world.image(row.id)
    if (image === undefined || !namesOf(image).includes(reference)) continue
    const stays = protection.name(reference) ?? newest.get(reference)
    const found = stays === undefined ? planName(ground, wanted, image, reference, done) : { keep: stays }
    hold = { ...found, ...hold }
  }
  return Object.keys(hold).length > 0 ? hold : blockOf(ground, row.id)
}

function planName(
  ground: PlanGround,
  { names }: Wanted,
  image: WorldImage,
  reference: string,
  done: Done,
): Hold {
  const { world, protection, force } = ground
  const target: RemovalTarget = { type: 'reference', reference, imageId: image.id }
  const containers = world.containers(image.id)
  const users = containers.filter((container) => madeFrom(container, reference))
  if (users.length > 0 && !force) return { blocker: containersBlock(ground, users) }
  const plain = effectOf(world, image, target, false)
  const effect = plain.type === 'refused' && force ? effectOf(world, image, target, true) : plain
  if (effect.type === 'refused') return blockOf(ground, image.id)
  // On the containerd store a digest takes every tag of its repository along.
  const along = effect.untagged.filter((name) => name !== reference)
  const protectedName = along.map(protection.name).find((keep) => keep !== undefined)
  if (protectedName !== undefined) return { keep: protectedName }
  const used = containers.filter((container) => along.some((name) => madeFrom(container, name)))
  if (used.length > 0 && !force) return { blocker: containersBlock(ground, used) }
  const tags = new Set(image.tags)
  const unasked = along.filter((name) => tags.has(name) && names !== 'all' && !names.includes(name))
  if (unasked.length > 0) return { blocker: { type: 'otherNames', references: unasked.slice(0, shownOf) } }
  return step(ground, image, target, plain.type === 'refused', done) ? {} : blockOf(ground, image.id)
}

/** Takes one step in the world. False, and nothing taken, where the engine would refuse. */
function step(
  { world, protection }: PlanGround,
  image: WorldImage,
  target: RemovalTarget,
  force: boolean,
  done: Done,
): boolean {
  const effect = effectOf(world, image, target, force)
  if (effect.type === 'refused') return false
  const parents = effect.deleted.filter((id) => id !== image.id)
  const keepParents = parents.some((id) => protection.image(id) !== undefined)
  const deleted = keepParents ? effect.deleted.filter((id) => id === image.id) : effect.deleted
  const taken = { ...effect, deleted }
  const expected = outcomeOf(image, taken, world.store).type === 'deleted' ? 'deleted' : 'untagged'
  done.steps.push({ target, force, expected, ...(keepParents ? { keepParents } : {}) })
  done.untagged.push(...taken.untagged)
  done.parents.push(...(keepParents ? [] : parents))
  world.apply(image.id, taken)
  return true
}

function protectedBy({ protection }: PlanGround, image: WorldImage): Keep | undefined {
  const names = namesOf(image).map(protection.name)
  return protection.image(image.id) ?? names.find((keep) => keep !== undefined)
}

/** Why the image stays as it is now. */
function blockOf(ground: PlanGround, id: ImageId): Hold {
  const image = ground.world.image(id)
  if (image === undefined) return {}
  const containers = ground.world.containers(id)
  if (containers.length > 0) return { blocker: containersBlock(ground, containers) }
  const references = namesOf(image)
  if (references.length > 0)
    return { blocker: { type: 'otherNames', references: references.slice(0, shownOf) } }
  const children = childrenBlock(ground, id)
  return children === undefined ? {} : { blocker: children }
}

function childrenBlock({ world, nameOf }: PlanGround, id: ImageId): Blocker | undefined {
  const ids = world.children(id)
  if (ids.length === 0) return undefined
  const children = ids.slice(0, shownOf).map((imageId) => {
    const name = nameOf(imageId)
    return { imageId, ...(name === undefined ? {} : { name }) }
  })
  return { type: 'children', children }
}

/** Of what holds an image, that may be thousands. */
const shownOf = 20

function containersBlock({ container }: PlanGround, uses: readonly ContainerUse[]): Blocker {
  const containers = uses.slice(0, shownOf).map((use): BlockingContainer => {
    const since = sinceOf(container(use.id))
    return { ...use, ...(since === undefined ? {} : { since }) }
  })
  return { type: 'containers', containers }
}

/** Since when it is what it is: running, stopped, or made and never started. */
function sinceOf(container: PlannedContainer | undefined): number | undefined {
  if (container?.state === 'created') return container.created
  return container?.running === true ? container.started : container?.finished
}

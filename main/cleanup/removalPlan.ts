import { assertNever } from '@shared/assertNever'
import { shortId } from '@shared/domain/digest'
import {
  type RemovalItem,
  type RemovalOutcome,
  type RemovalPlan,
  type RemovalTarget,
  verdictOf,
} from '@shared/domain/removal'
import { removeByIdClassic, removeByNameClassic } from './classicRemoval'
import { removeByIdContainerd, removeByNameContainerd } from './containerdRemoval'
import {
  type Effect,
  namesOf,
  outcomeOf,
  RemovalWorld,
  type WorldFacts,
  type WorldImage,
} from './removalWorld'

/** What the engine would do with one target now. */
export function effectOf(
  world: RemovalWorld,
  image: WorldImage,
  target: RemovalTarget,
  force: boolean,
): Effect {
  const classic = world.store === 'classic'
  switch (target.type) {
    case 'reference':
      return classic
        ? removeByNameClassic(world, image, target.reference, force)
        : removeByNameContainerd(world, image, target.reference, force)
    case 'image':
      return classic ? removeByIdClassic(world, image, force) : removeByIdContainerd(world, image, force)
    default:
      return assertNever(target)
  }
}

/**
 * Pure. Each item sees what the items before it leave behind when they run without force; an item that needs force is
 * not counted on. Targets that are not there come back in `missing`; the same target twice counts once.
 */
export function planRemoval(targets: readonly RemovalTarget[], facts: WorldFacts): RemovalPlan {
  const world = new RemovalWorld(facts)
  const before = new RemovalWorld(facts)
  const items: RemovalItem[] = []
  const missing: string[] = []
  const seen = new Set<string>()
  for (const target of targets) {
    const key = targetKey(target)
    if (seen.has(key)) continue
    seen.add(key)
    const was = before.image(target.imageId)
    if (was === undefined || !holds(was, target)) {
      missing.push(nameOf(target))
      continue
    }
    const now = world.image(target.imageId)
    const moot = now === undefined || !holds(now, target)
    const plainEffect = moot ? covered : effectOf(world, now, target, false)
    const forcedEffect = moot ? covered : effectOf(world, now, target, true)
    const plain = moot ? coveredOutcome(now) : outcomeOf(now, plainEffect, facts.store)
    const forced = moot ? coveredOutcome(now) : outcomeOf(now, forcedEffect, facts.store)
    items.push({
      target,
      name: nameOf(target),
      size: was.size,
      plain,
      forced,
      verdict: verdictOf(plain, forced),
      command: `docker rmi ${commandName(target)}`,
      containers: before.containers(target.imageId),
    })
    world.apply(target.imageId, plainEffect)
  }
  return { items, missing }
}

const covered: Effect = { type: 'done', untagged: [], deleted: [] }

/** An earlier item of the plan already takes it. */
function coveredOutcome(image: WorldImage | undefined): RemovalOutcome {
  if (image === undefined) return { type: 'deleted', untagged: [], parents: [] }
  return { type: 'untagged', untagged: [], remaining: namesOf(image) }
}

export function targetKey(target: RemovalTarget): string {
  return target.type === 'reference' ? `${target.imageId} ${target.reference}` : target.imageId
}

/** Is the name still the image's? */
export function holds(image: WorldImage, target: RemovalTarget): boolean {
  return target.type === 'image' || namesOf(image).includes(target.reference)
}

function nameOf(target: RemovalTarget): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}

function commandName(target: RemovalTarget): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}

import { assertNever } from '@shared/assertNever'
import { shortId } from '@shared/domain/digest'
import type { RefusalReason, RemovalStep } from '@shared/domain/removal'
import { type AppError, appError } from '@shared/errors'
import { ellipsis } from '@shared/text'
import type { Shown } from './removalMemory'
import { effectOf, holds } from './removalPlan'
import { type Effect, outcomeOf, type RemovalWorld, type WorldImage } from './removalWorld'

export type StepCheck =
  /** `force`: as confirmed, but only where the engine would refuse without it. */
  | { readonly type: 'go'; readonly force: boolean; readonly effect: Extract<Effect, { type: 'done' }> }
  | { readonly type: 'drop'; readonly error: AppError }

/**
 * Pure: may the confirmed step run, seeing how things stand a moment before? It may when it would do what was
 * confirmed, takes no tag and no parent that was not shown, and no container came along since.
 */
export function checkStep(
  world: RemovalWorld,
  image: WorldImage,
  step: RemovalStep,
  shown: Shown,
): StepCheck {
  const { target } = step
  const name = target.type === 'reference' ? target.reference : shortId(image.id)
  const changed: StepCheck = {
    type: 'drop',
    error: appError('IMAGE_CHANGED', { reference: ellipsis(name, 120) }),
  }
  if (!holds(image, target)) return changed

  const fresh = world.containers(image.id).filter((container) => !shown.containers.has(container.id))
  const newcomer = fresh[0]
  if (newcomer !== undefined) {
    const type = newcomer.running ? 'runningContainer' : 'stoppedContainer'
    return { type: 'drop', error: refusalError({ type, containers: fresh }, name) }
  }

  const effect = withoutParents(effectOf(world, image, target, step.force), image, step)
  if (effect.type === 'refused') return { type: 'drop', error: refusalError(effect.reason, name) }
  const tags = new Set(image.tags)
  const unseen = effect.untagged.some((gone) => tags.has(gone) && !shown.names.has(gone))
  const { parents } = shown
  const more = parents !== undefined && effect.deleted.some((id) => id !== image.id && !parents.has(id))
  if (unseen || more || outcomeOf(image, effect, world.store).type !== step.expected) return changed

  const plain = withoutParents(effectOf(world, image, target, false), image, step)
  const same = plain.type === 'done' && sameEffect(plain, effect)
  return { type: 'go', force: step.force && !same, effect }
}

function withoutParents(effect: Effect, image: WorldImage, { keepParents }: RemovalStep): Effect {
  if (effect.type === 'refused' || keepParents !== true) return effect
  return { ...effect, deleted: effect.deleted.filter((id) => id === image.id) }
}

function sameEffect(a: Extract<Effect, { type: 'done' }>, b: Extract<Effect, { type: 'done' }>): boolean {
  return a.untagged.length === b.untagged.length && a.deleted.length === b.deleted.length
}

export function refusalError(reason: RefusalReason, image: string): AppError {
  const shown = { image: ellipsis(image, 120) }
  switch (reason.type) {
    case 'runningContainer':
      return appError('IMAGE_IN_USE_RUNNING', { ...shown, container: reason.containers[0]?.name ?? '' })
    case 'stoppedContainer':
      return appError('IMAGE_IN_USE_STOPPED', { ...shown, container: reason.containers[0]?.name ?? '' })
    case 'children':
      return appError('IMAGE_HAS_CHILDREN', { ...shown, count: reason.children.length })
    case 'severalRepositories':
      return appError('IMAGE_SEVERAL_REPOSITORIES', { ...shown, count: reason.references.length })
    default:
      return assertNever(reason)
  }
}

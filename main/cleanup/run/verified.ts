import type { ImageId } from '@shared/domain/image'
import type { RemovalStepResult } from '@shared/domain/removal'
import { appError } from '@shared/errors'
import type { ListedImage } from '../../ports/engineClient'

/** What the engine has after all is done: ids, and who has which name. */
export type Remaining = {
  readonly ids: ReadonlySet<ImageId>
  readonly names: ReadonlyMap<string, ImageId>
}

export function remainingOf(images: readonly Pick<ListedImage, 'id' | 'tags' | 'repoDigests'>[]): Remaining {
  return {
    ids: new Set(images.map(({ id }) => id)),
    names: new Map(
      images.flatMap(({ id, tags, repoDigests }) =>
        [...tags, ...repoDigests].map((name) => [name, id] as const),
      ),
    ),
  }
}

/**
 * A step counts as done when a look agrees with it: the name is gone, and the image where it was to go. What the engine
 * called deleted and still has was not.
 */
export function verified(result: RemovalStepResult, { ids, names }: Remaining): RemovalStepResult {
  if (result.type !== 'done') return result
  const { step, deleted, untagged } = result
  const { target, expected } = step
  const named = target.type === 'reference' && names.get(target.reference) === target.imageId
  const kept = expected === 'deleted' && ids.has(target.imageId)
  if (!named && !kept) return { ...result, deleted: deleted.filter((id) => !ids.has(id)) }
  const detail = [...untagged.map((name) => `Untagged: ${name}`), ...deleted.map((id) => `Deleted: ${id}`)]
  return {
    type: 'failed',
    step,
    error: appError('ENGINE_ERROR', { status: 200 }, { detail: detail.join('\n') }),
  }
}

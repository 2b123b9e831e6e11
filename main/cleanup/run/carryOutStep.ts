import { shortId } from '@shared/domain/digest'
import type { RemovalStep, RemovalStepResult } from '@shared/domain/removal'
import { type AppError, type AppErrorCode, AppFailure, appError } from '@shared/errors'
import type { EngineClient } from '../../ports/engineClient'
import type { FreshWorld } from '../freshWorld'
import { checkStep } from '../removalCheck'
import type { Shown } from '../removalMemory'
import { inspectOrNone } from './endLook'

const lostCodes = new Set<AppErrorCode>(['ENGINE_LOST', 'ENGINE_UNREACHABLE', 'ENGINE_TIMEOUT'])

/** Nothing more can be asked of the engine, so that the rest of the work is left untouched. */
export function isEngineLost({ code }: AppError): boolean {
  return lostCodes.has(code)
}

export type StepWorld = {
  readonly client: EngineClient
  readonly fresh: FreshWorld
  /** What a person was shown of a step: more must not go. */
  readonly shown: (step: RemovalStep) => Shown
}

/** One confirmed step, checked a moment before. `done` is the engine's word, which is still to be looked at. */
export async function carryOutStep(
  { client, fresh, shown }: StepWorld,
  step: RemovalStep,
): Promise<RemovalStepResult> {
  const { target } = step
  const name = target.type === 'reference' ? target.reference : target.imageId
  const found = await inspectOrNone(client, name)
  if (found === undefined) return { type: 'gone', step }
  if (found.id !== target.imageId)
    return { type: 'dropped', step, error: appError('IMAGE_CHANGED', { reference: nameOf(step) }) }

  const { world, image } = await fresh.around(found)
  const check = checkStep(world, image, step, shown(step))
  if (check.type === 'drop') return { type: 'dropped', step, error: check.error }

  try {
    // No signal: a request that was sent is waited for, so that its outcome is known.
    const told = await client.removeImage(name, { force: check.force, noPrune: step.keepParents === true })
    return { type: 'done', step, ...told }
  } catch (cause) {
    // Somebody else was faster, or parallel deletes met: when it is gone, it is done.
    const refused = cause instanceof AppFailure && !isEngineLost(cause.error)
    if (refused && (await inspectOrNone(client, name)) === undefined) return { type: 'gone', step }
    throw cause
  }
}

export function nameOf({ target }: RemovalStep): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}

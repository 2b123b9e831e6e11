import { shortId } from '@shared/domain/digest'
import type { PruneItem, PrunePlan } from '@shared/domain/removal'

export function canGo(item: PruneItem): boolean {
  return item.blockedBy === undefined || item.blockedBy.length === 0
}

/** Ids that the user took out. What can go is ticked at first; new rows of a renewed plan are too. */
export type LeftOut = ReadonlySet<string>

export function tickedIds(plan: PrunePlan, leftOut: LeftOut): readonly string[] {
  return plan.items.filter((item) => canGo(item) && !leftOut.has(item.imageId)).map((item) => item.imageId)
}

export type PruneTotal = {
  readonly count: number
  /** Sum of the bytes that no other image shares; undefined when the engine can't tell for some of them. */
  readonly atLeastBytes?: number
  /** Sum of whole sizes: never more than this. */
  readonly upToBytes: number
}

export function pruneTotal(plan: PrunePlan, leftOut: LeftOut): PruneTotal {
  const ticked = plan.items.filter((item) => canGo(item) && !leftOut.has(item.imageId))
  const upToBytes = ticked.reduce((sum, item) => sum + item.size, 0)
  const known = ticked.every((item) => item.uniqueSize !== undefined)
  if (!known) return { count: ticked.length, upToBytes }
  const atLeastBytes = ticked.reduce((sum, item) => sum + (item.uniqueSize ?? 0), 0)
  return { count: ticked.length, atLeastBytes, upToBytes }
}

export function pruneCommand(ids: readonly string[]): string {
  return `docker image rm ${ids.map(shortId).join(' ')}`
}

export type TickAll = 'all' | 'some' | 'none'

export function tickAll(plan: PrunePlan, leftOut: LeftOut): TickAll {
  const able = plan.items.filter(canGo).length
  const ticked = tickedIds(plan, leftOut).length
  if (ticked === 0) return 'none'
  return ticked === able ? 'all' : 'some'
}

export function allLeftOut(plan: PrunePlan): LeftOut {
  return new Set(plan.items.filter(canGo).map((item) => item.imageId))
}

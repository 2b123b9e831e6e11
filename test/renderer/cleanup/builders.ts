import type {
  RemovalItem,
  RemovalOutcome,
  RemovalReport,
  RemovalStep,
  RemovalTarget,
} from '@shared/domain/removal'
import { verdictOf } from '@shared/domain/removal'

export function imageId(seed: number): string {
  return `sha256:${seed.toString(16).padStart(64, '0')}`
}

export function byName(reference: string, seed = 1): RemovalTarget {
  return { type: 'reference', reference, imageId: imageId(seed) }
}

export const deleted: RemovalOutcome = { type: 'deleted', untagged: [], parents: [] }
export const untagged: RemovalOutcome = { type: 'untagged', untagged: [], remaining: [] }
export const blockedByRunning: RemovalOutcome = {
  type: 'refused',
  reason: { type: 'runningContainer', containers: [] },
}
export const blockedByStopped: RemovalOutcome = {
  type: 'refused',
  reason: { type: 'stoppedContainer', containers: [] },
}

export function removalItem(over: Partial<RemovalItem> & { readonly name: string; readonly seed?: number }) {
  const { seed = 1, ...rest } = over
  const plain = over.plain ?? deleted
  const forced = over.forced ?? plain
  const item: RemovalItem = {
    target: byName(over.name, seed),
    size: 100,
    command: `docker image rm ${over.name}`,
    containers: [],
    ...rest,
    plain,
    forced,
    verdict: verdictOf(plain, forced),
  }
  return item
}

export function step(target: RemovalTarget): RemovalStep {
  return { target, force: false, expected: 'deleted' }
}

export function report(results: RemovalReport['results'], freedBytes?: number): RemovalReport {
  return freedBytes === undefined ? { results } : { results, freedBytes }
}

import type { CleanupOutcome, CleanupReport, CleanupRow } from '@shared/domain/cleanup'
import type { RemovalStepResult } from '@shared/domain/removal'
import type { SizeView } from '../../sizes/sizeView'
import type { CleanupPlan } from '../plan/cleanupPlan'

type Counts = Pick<CleanupReport, 'gone' | 'dropped' | 'failed' | 'untouched'>

export type ReportFacts = {
  readonly plan: CleanupPlan
  /** The sums before anything went. */
  readonly sizes: SizeView
  /** Bytes by which layers and cache fell. */
  readonly accounted: number | undefined
}

/** Pure: what came of a cleanup in short, with the bytes of what verifiably went. */
export function reportOf(
  rows: readonly CleanupRow[],
  { plan, sizes, accounted }: ReportFacts,
): CleanupReport {
  const images = rows.flatMap((row) => (row.type === 'image' ? [row] : []))
  const done = images.flatMap(({ result }) => (result.type === 'done' ? [result] : []))
  const planned = new Set(plan.deleted)
  // The classic store names its layers among what it deleted.
  const deleted = new Set(done.flatMap((result) => result.deleted.filter((id) => planned.has(id))))
  const went = (type: 'container' | 'cache') =>
    rows.flatMap((row) => (row.type === type && row.outcome === 'done' ? [row.id] : []))
  const containers = new Set(went('container'))
  const cacheRecords = went('cache')
  const writable = plan.containers.reduce((sum, { id, writable: bytes = 0 }) => {
    return sum + (containers.has(id) ? bytes : 0)
  }, 0)
  return {
    predicted: plan.summary.reclaim,
    freed: sizes.reclaim({ images: deleted, containers, cacheRecords }),
    ...(accounted === undefined ? {} : { accounted: accounted + writable }),
    deleted: deleted.size,
    untagged: done.filter(({ step }) => step.expected === 'untagged').length,
    containers: containers.size,
    cache: cacheRecords.length,
    ...countsOf(rows),
    canGiveBack: images.flatMap((row) => row.giveBack.filter(({ type }) => type !== 'none')).length,
  }
}

function countsOf(rows: readonly CleanupRow[]): Counts {
  const counts = { gone: 0, dropped: 0, failed: 0, untouched: 0 }
  for (const row of rows) {
    const outcome = outcomeOf(row.type === 'image' ? row.result.type : row.outcome)
    if (outcome !== undefined) counts[outcome] += 1
  }
  return counts
}

function outcomeOf(type: RemovalStepResult['type'] | CleanupOutcome): keyof Counts | undefined {
  if (type === 'done') return undefined
  return type === 'left' ? 'dropped' : type
}

import type { JobSnapshot } from '@shared/job'

/**
 * Seconds that bytes from this source will take, as fast as the last reading was; undefined when none was measured.
 */
export function secondsFor(bytes: number | undefined, jobs: readonly JobSnapshot[]): number | undefined {
  if (bytes === undefined) return undefined
  const reads = jobs.flatMap(({ state, endedAt = 0 }) =>
    state.type === 'succeeded' && state.result.type === 'read' && state.result.report.bytes > 0
      ? [{ endedAt, report: state.result.report }]
      : [],
  )
  const last = reads.toSorted((a, b) => b.endedAt - a.endedAt)[0]
  if (last === undefined) return undefined
  return Math.max(1, Math.round((bytes / last.report.bytes) * (Math.max(1, last.report.took) / 1_000)))
}

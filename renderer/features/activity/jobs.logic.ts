import type { CleanupReport } from '@shared/domain/cleanup'
import type { RemovalReport } from '@shared/domain/removal'
import { isRemovalJob, type JobSnapshot } from '@shared/job'
import { isCleanedWhole, isUntouched, isWhole } from './report.logic'

export type JobPhase =
  | 'waiting'
  | 'working'
  | 'succeeded'
  | 'partly'
  /** A container that ended with another code than 0. */
  | 'exited'
  | 'failed'
  | 'cancelled'
  /** A container that ran until it was stopped. */
  | 'stopped'

export function reportOf(job: JobSnapshot): RemovalReport | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  return result?.type === 'removal' ? result.report : undefined
}

export function cleanupOf(job: JobSnapshot): CleanupReport | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  return result?.type === 'cleanup' ? result.report : undefined
}

/** Exactly one word for a job. `partly`: it ran to its end, but rows were dropped or failed on the way. */
export function phaseOf(job: JobSnapshot): JobPhase {
  if (job.state.type === 'running') return job.state.progress.phase
  if (job.state.type === 'cancelled' && job.state.result?.type === 'run') return 'stopped'
  if (job.state.type !== 'succeeded') return job.state.type
  const { result } = job.state
  if (result.type === 'run') return (result.report.exitCode ?? 0) === 0 ? 'succeeded' : 'exited'
  if (result.type === 'cleanup') return isCleanedWhole(result.report) ? 'succeeded' : 'partly'
  return result.type !== 'removal' || isWhole(result.report) ? 'succeeded' : 'partly'
}

export function isRunning(job: JobSnapshot): boolean {
  return job.state.type === 'running'
}

/** Whole seconds that are left to think; never below nought, whatever the clock did. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1_000))
}

/** 0..1; undefined while nothing can be said. */
export function fractionOf(job: JobSnapshot): number | undefined {
  if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return undefined
  const { done, total, transfer } = job.state.progress
  if (transfer !== undefined) return transfer.fraction > 0 ? transfer.fraction : undefined
  return total > 0 ? Math.min(1, done / total) : undefined
}

/** Running first (the one that asks for a decision on top), then the newest end. */
export function inOrder(jobs: readonly JobSnapshot[]): readonly JobSnapshot[] {
  const rank = (job: JobSnapshot): number => {
    const phase = phaseOf(job)
    if (phase === 'waiting') return 0
    return phase === 'working' ? 1 : 2
  }
  return [...jobs].sort(
    (a, b) => rank(a) - rank(b) || (b.endedAt ?? b.startedAt) - (a.endedAt ?? a.startedAt),
  )
}

export type BarView =
  | { readonly type: 'quiet' }
  | { readonly type: 'waiting'; readonly job: JobSnapshot; readonly until: number; readonly others: number }
  | { readonly type: 'working'; readonly job: JobSnapshot; readonly others: number }
  /** Kept until the user opens or dismisses it: an end is never missed. */
  | { readonly type: 'ended'; readonly job: JobSnapshot }

export function barView(jobs: readonly JobSnapshot[], seenEnds: ReadonlySet<string>): BarView {
  const ordered = inOrder(jobs)
  const [first] = ordered
  if (first === undefined) return { type: 'quiet' }
  const others = ordered.filter(isRunning).length - 1
  if (first.state.type === 'running') {
    const { progress } = first.state
    if (progress.phase === 'waiting') return { type: 'waiting', job: first, until: progress.until, others }
    return { type: 'working', job: first, others }
  }
  return seenEnds.has(first.id) ? { type: 'quiet' } : { type: 'ended', job: first }
}

export function durationMs(job: JobSnapshot, now: number): number {
  return Math.max(0, (job.endedAt ?? now) - job.startedAt)
}

/** Images that the job is about, for its sentence. */
export function countOf(job: JobSnapshot): number {
  const { count } = job.title
  return typeof count === 'number' ? count : job.subjects.length
}

/** Cancelled in time: not one of its images was touched. */
export function wasUndone(job: JobSnapshot): boolean {
  if (job.state.type !== 'cancelled' || !isRemovalJob(job.kind)) return false
  const cleaned = cleanupOf(job)
  if (cleaned !== undefined) return isUntouched(cleaned)
  return (reportOf(job)?.results ?? []).every((result) => result.type === 'untouched')
}

/** The one image that the job is about, where it has a name to call it by. */
export function nameOf(job: JobSnapshot): string | undefined {
  const { name } = job.title
  return countOf(job) === 1 && typeof name === 'string' && name !== '' ? name : undefined
}

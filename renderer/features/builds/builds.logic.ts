import type { BuildReport } from '@shared/domain/build'
import type { BuildProgress, JobSnapshot } from '@shared/job'
import type { BuildsPlace } from '../frame'

/** Newest first, as the jobs are. */
export function buildsOf(jobs: readonly JobSnapshot[]): readonly JobSnapshot[] {
  return jobs.filter(({ kind }) => kind === 'buildImage')
}

/** The one asked for; the newest where none was, or it is gone. */
export function shownBuild(
  builds: readonly JobSnapshot[],
  place: Exclude<BuildsPlace, { type: 'form' }>,
): JobSnapshot | undefined {
  const asked = place.type === 'build' ? builds.find(({ id }) => id === place.jobId) : undefined
  return asked ?? builds[0]
}

export function buildReportOf({ state }: JobSnapshot): BuildReport | undefined {
  return state.type === 'succeeded' && state.result.type === 'build' ? state.result.report : undefined
}

/** While it runs. */
export function buildProgressOf({ state }: JobSnapshot): BuildProgress | undefined {
  return state.type === 'running' && state.progress.phase === 'working' ? state.progress.build : undefined
}

/** Changes whenever there is more to read. */
export function stampOf(job: JobSnapshot): string {
  return `${buildProgressOf(job)?.revision ?? ''} ${job.state.type}`
}

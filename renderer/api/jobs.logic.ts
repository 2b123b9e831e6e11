import { isRemovalJob, type JobSnapshot, type JobsChange } from '@shared/job'

/** Newest first; a snapshot replaces the one of the same id. */
export function applyJobs(held: readonly JobSnapshot[], change: JobsChange): readonly JobSnapshot[] {
  const gone = new Set(change.dismissed)
  const updated = new Map(change.updated.map((job) => [job.id, job]))
  const kept = held
    .filter((job) => !gone.has(job.id))
    .map((job) => {
      const next = updated.get(job.id)
      updated.delete(job.id)
      return next ?? job
    })
  return [...kept, ...updated.values()].sort((a, b) => b.startedAt - a.startedAt)
}

/** Ids of images that a running job will take away. */
export function goingImages(jobs: readonly JobSnapshot[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const job of jobs) {
    if (job.state.type !== 'running' || !isRemovalJob(job.kind)) continue
    for (const id of job.subjects) ids.add(id)
  }
  return ids
}

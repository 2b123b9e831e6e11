import type { JobResult, JobSnapshot } from '@shared/job'

export type ContentsResult = Extract<JobResult, { readonly type: 'read' | 'fetch' | 'saveOut' | 'copy' }>

/** What came of looking into an image; undefined while it runs, and for other jobs. */
export function contentsResultOf(job: JobSnapshot): ContentsResult | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  switch (result?.type) {
    case 'read':
    case 'fetch':
    case 'saveOut':
    case 'copy':
      return result
    default:
      return undefined
  }
}

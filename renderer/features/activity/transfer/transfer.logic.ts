import type { LayerRow, PullReport, PushReport, TransferView } from '@shared/domain/transfer'
import type { JobSnapshot } from '@shared/job'

/** While it runs. */
export function transferOf(job: JobSnapshot): TransferView | undefined {
  if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return undefined
  return job.state.progress.transfer
}

export type TransferReport =
  | { readonly type: 'pull'; readonly report: PullReport }
  | { readonly type: 'push'; readonly report: PushReport }

/** What it did, also where it failed or was cancelled in the middle. */
export function transferReportOf(job: JobSnapshot): TransferReport | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  return result?.type === 'pull' || result?.type === 'push' ? result : undefined
}

/** A pull or push that did not get there can be started anew; a build whenever it is over. */
export function canRepeat(job: JobSnapshot): boolean {
  if (job.kind === 'buildImage') return job.state.type !== 'running'
  const over = job.state.type === 'failed' || job.state.type === 'cancelled'
  return over && (job.kind === 'pullImage' || job.kind === 'pushImage')
}

/** 0..1 of a layer's phase, where the engine tells bytes. */
export function layerShare({ phase, current, total }: LayerRow): number | undefined {
  if (phase === 'done') return 1
  if (current === undefined || total === undefined || total === 0) return undefined
  return Math.min(1, current / total)
}

/** Whole seconds of a time left; at least one while there is any. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.round(ms / 1_000))
}

/** An image to look at, once it is there. */
export function imageOf(report: TransferReport): string {
  return report.report.imageId
}

export function pushCounts({ pushed }: PushReport): { readonly total: number; readonly exists: number } {
  return pushed.reduce(
    (sum, { layers }) => ({ total: sum.total + layers.total, exists: sum.exists + layers.exists }),
    { total: 0, exists: 0 },
  )
}

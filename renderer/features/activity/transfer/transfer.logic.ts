import type {
  LayerRow,
  LoadReport,
  PullReport,
  PushReport,
  SaveReport,
  TransferView,
} from '@shared/domain/transfer'
import type { JobResult, JobSnapshot } from '@shared/job'

/** While it runs. */
export function transferOf(job: JobSnapshot): TransferView | undefined {
  if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return undefined
  return job.state.progress.transfer
}

export type TransferReport =
  | { readonly type: 'pull'; readonly report: PullReport }
  | { readonly type: 'push'; readonly report: PushReport }
  | { readonly type: 'save'; readonly report: SaveReport }
  | { readonly type: 'load'; readonly report: LoadReport }

/** What it did, also where it failed or was cancelled in the middle. */
export function transferReportOf(job: JobSnapshot): TransferReport | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  return result !== undefined && isTransfer(result) ? result : undefined
}

function isTransfer(result: JobResult): result is TransferReport {
  return transferResults.has(result.type)
}

const transferResults: ReadonlySet<string> = new Set<TransferReport['type']>(['pull', 'push', 'save', 'load'])
const repeatable: ReadonlySet<string> = new Set<JobSnapshot['kind']>([
  'pullImage',
  'pushImage',
  'saveImages',
  'loadImages',
  'importImage',
])

/** Images that did not get there can be sent on their way anew; a build whenever it is over. */
export function canRepeat(job: JobSnapshot): boolean {
  if (job.kind === 'buildImage') return job.state.type !== 'running'
  const over = job.state.type === 'failed' || job.state.type === 'cancelled'
  return over && repeatable.has(job.kind)
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
export function imageOf(moved: TransferReport): string | undefined {
  if (moved.type === 'save') return undefined
  return moved.type === 'load' ? moved.report.images[0]?.imageId : moved.report.imageId
}

export function pushCounts({ pushed }: PushReport): { readonly total: number; readonly exists: number } {
  return pushed.reduce(
    (sum, { layers }) => ({ total: sum.total + layers.total, exists: sum.exists + layers.exists }),
    { total: 0, exists: 0 },
  )
}

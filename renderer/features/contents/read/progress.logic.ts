import type { JobSnapshot } from '@shared/job'

/** How far a job that moves bytes is. */
export type ByteProgress = {
  readonly done: number
  /** 0 while the end is not known. */
  readonly total: number
  readonly fraction?: number
  readonly bytesPerSecond?: number
  /** Seconds. */
  readonly left?: number
  readonly current?: string
}

export function progressOf(job: JobSnapshot): ByteProgress | undefined {
  if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return undefined
  const { done, total, current, transfer, unit } = job.state.progress
  const fraction = transfer?.fraction ?? (total > 0 ? done / total : undefined)
  const speed = transfer?.bytesPerSecond
  const named = current ?? transfer?.current
  return {
    done: unit === 'bytes' ? done : (transfer?.bytes.moved ?? 0),
    total: unit === 'bytes' ? total : (transfer?.bytes.total ?? 0),
    ...(fraction === undefined ? {} : { fraction }),
    ...(speed === undefined ? {} : { bytesPerSecond: speed }),
    ...(transfer?.eta === undefined ? {} : { left: Math.max(1, Math.round(transfer.eta / 1_000)) }),
    ...(named === undefined ? {} : { current: named }),
  }
}

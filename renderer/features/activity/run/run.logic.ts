import type { ContainerUse } from '@shared/domain/image'
import type { RunReport, RunView } from '@shared/domain/run'
import type { JobSnapshot } from '@shared/job'

/** The container of a run that goes on; undefined before it has started. */
export function runOf(job: JobSnapshot): RunView | undefined {
  if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return undefined
  return job.state.progress.run
}

/** What came of a run, also of one that was stopped. */
export function runReportOf(job: JobSnapshot): RunReport | undefined {
  if (job.state.type === 'running') return undefined
  const { result } = job.state
  return result?.type === 'run' ? result.report : undefined
}

export type ExitMeaning =
  | 'well'
  | 'memory'
  | 'engine'
  | 'notExecutable'
  | 'notFound'
  | 'killed'
  | 'stopped'
  | 'interrupted'
  | 'crashed'
  | 'signal'
  | 'own'

/** POSIX shells (XCU 2.8.2) and docker run agree on 125 to 127; above 128 it is 128 and the number of a signal. */
export function exitMeaning({
  exitCode = 0,
  outOfMemory,
}: Pick<RunReport, 'exitCode' | 'outOfMemory'>): ExitMeaning {
  if (outOfMemory) return 'memory'
  const known: Readonly<Record<number, ExitMeaning>> = {
    0: 'well',
    125: 'engine',
    126: 'notExecutable',
    127: 'notFound',
    130: 'interrupted',
    134: 'crashed',
    137: 'killed',
    139: 'crashed',
    143: 'stopped',
  }
  return known[exitCode] ?? (exitCode > 128 && exitCode <= 192 ? 'signal' : 'own')
}

/** How the container is by now, where the engine has told it since; the report's word otherwise. */
export type ContainerNow = { readonly isThere: boolean; readonly running: boolean }

export function containerNow(
  { containerId, isThere, running }: RunReport,
  containers: readonly ContainerUse[] | undefined,
): ContainerNow {
  if (containers === undefined) return { isThere, running }
  const found = containers.find(({ id }) => id === containerId)
  return found === undefined ? { isThere: false, running: false } : { isThere: true, running: found.running }
}

import type { BuildCounts, BuildReport } from './domain/build'
import type { CleanupReport } from './domain/cleanup'
import type { CopyReport, ReadReport, SaveOutReport } from './domain/contents'
import type { RemovalReport } from './domain/removal'
import type { RunReport, RunView } from './domain/run'
import type { LoadReport, PullReport, PushReport, SaveReport, TransferView } from './domain/transfer'
import type { AppError } from './errors'

export type RemovalJobKind = 'removeImages' | 'cleanUp'
export type TransferJobKind = 'pullImage' | 'pushImage' | 'saveImages' | 'loadImages' | 'importImage'
/** Looking into images: layers are indexed, files of an engine's image fetched, files saved, an image copied elsewhere. */
export type ContentsJobKind = 'readImage' | 'fetchFiles' | 'saveFiles' | 'copyImage'
export type JobKind = RemovalJobKind | TransferJobKind | ContentsJobKind | 'runContainer' | 'buildImage'

export type JobUnit = 'images' | 'bytes' | 'steps'

export type JobProgress =
  /** Confirmed, but nothing was touched yet: cancel before `until` (ms) undoes it whole. */
  | { readonly phase: 'waiting'; readonly until: number }
  | {
      readonly phase: 'working'
      readonly done: number
      readonly total: number
      readonly unit: JobUnit
      readonly current?: string
      /** Layers, speed and time left, where images move. */
      readonly transfer?: TransferView
      readonly build?: BuildProgress
      /** The container, once it has started. */
      readonly run?: RunView
    }

/** A build in short: its steps and output are asked for by `builds.view` when `revision` has grown. */
export type BuildProgress = {
  readonly revision: number
  readonly counts: BuildCounts
  /** Bytes of the context handed to the engine, of those that it weighs: an engine that knows files asks for less. */
  readonly sent: { readonly bytes: number; readonly total: number }
}

export type JobResult =
  | { readonly type: 'removal'; readonly report: RemovalReport }
  | { readonly type: 'cleanup'; readonly report: CleanupReport }
  | { readonly type: 'pull'; readonly report: PullReport }
  | { readonly type: 'push'; readonly report: PushReport }
  | { readonly type: 'save'; readonly report: SaveReport }
  | { readonly type: 'load'; readonly report: LoadReport }
  | { readonly type: 'run'; readonly report: RunReport }
  | { readonly type: 'build'; readonly report: BuildReport }
  | { readonly type: 'read'; readonly report: ReadReport }
  | { readonly type: 'fetch'; readonly report: { readonly handle: string; readonly bytes: number } }
  | { readonly type: 'saveOut'; readonly report: SaveOutReport }
  | { readonly type: 'copy'; readonly report: CopyReport }

export function isRemovalJob(kind: JobKind): kind is RemovalJobKind {
  return kind === 'removeImages' || kind === 'cleanUp'
}

export type JobState =
  | { readonly type: 'running'; readonly progress: JobProgress }
  | { readonly type: 'succeeded'; readonly result: JobResult }
  /** `result` holds what was done before it failed. */
  | { readonly type: 'failed'; readonly error: AppError; readonly result?: JobResult }
  /** An outcome, not an error. `result` holds what was done before the cancel took effect. */
  | { readonly type: 'cancelled'; readonly result?: JobResult }

/** What the page sees of a job: plain data, about ten times a second at most, the last one always. */
export type JobSnapshot = {
  readonly id: string
  readonly kind: JobKind
  /** Values for the title's sentence (i18n `job.<kind>`). */
  readonly title: Readonly<Record<string, string | number>>
  readonly startedAt: number
  readonly endedAt?: number
  readonly state: JobState
  readonly cancellable: boolean
  /** The docker command that does the same. */
  readonly command?: string
  /** Image ids that the job is about: rows show them as going. */
  readonly subjects: readonly string[]
  /** Lines in the log, those that the cap dropped included. */
  readonly logLines: number
}

export type JobLog = {
  /** Number of the first line here; lines before it were asked for earlier or dropped by the cap. */
  readonly from: number
  readonly lines: readonly string[]
  readonly dropped: number
  /** Numbers of those of these lines that a program wrote to its stderr; absent: none. */
  readonly stderr?: readonly number[]
}

export type JobsChange = { readonly updated: readonly JobSnapshot[]; readonly dismissed: readonly string[] }

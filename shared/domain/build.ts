import type { AppError } from '../errors'
import type { ImageId } from './image'

/** `classic`: the builder that commits a container a step. `buildkit`: the one inside every engine since 18.09. */
export type BuilderKind = 'classic' | 'buildkit'

/** What a person asks for. Paths are of the user's machine and stay in main. */
export type BuildOptions = {
  /** References, tag or not; none leaves an image without a name. */
  readonly tags: readonly string[]
  readonly target?: string
  readonly buildArgs: ReadonlyMap<string, string>
  readonly labels: ReadonlyMap<string, string>
  readonly noCache: boolean
  /** Ask for a newer base even where one is there. */
  readonly pull: boolean
  /** `os/architecture[/variant]` */
  readonly platform?: string
  /** Network of RUN steps: `default`, `none` or `host`. */
  readonly networkMode?: string
}

/** First and last line, counted from 1. */
export type LineRange = { readonly start: number; readonly end: number }

/** Times are milliseconds since the epoch, by the engine's clock. */
export type BuildEvent =
  /** A step was announced, began, or ended; the same id comes again with more. */
  | {
      readonly type: 'step'
      readonly id: string
      readonly name: string
      readonly inputs: readonly string[]
      readonly cached: boolean
      readonly started?: number
      readonly completed?: number
      readonly error?: string
      /** Steps of a group belong to the step of that name and are not counted (buildx hides them). */
      readonly group?: string
    }
  /** A part of a step: a layer that comes down, `transferring context`, `exporting layers`. */
  | {
      readonly type: 'status'
      readonly stepId: string
      readonly id: string
      readonly name: string
      readonly current: number
      readonly total?: number
      readonly started?: number
      readonly completed?: number
    }
  /** Output as it came, whole in UTF-8, not yet made harmless; lines may be split over several. */
  | { readonly type: 'log'; readonly stepId: string; readonly stream: LogStream; readonly text: string }
  | { readonly type: 'warning'; readonly stepId?: string; readonly warning: BuildWarning }
  | { readonly type: 'image'; readonly imageId: ImageId }
  /** The engine's own words for why it failed. */
  | { readonly type: 'failed'; readonly message: string; readonly exitCode?: number }

export type LogStream = 'stdout' | 'stderr'

export type BuildWarning = {
  readonly message: string
  readonly detail: readonly string[]
  readonly url?: string
  readonly file?: string
  readonly lines: readonly LineRange[]
}

/** One line of output, harmless to show: controls are symbols, colours are data. */
export type LogLine = {
  readonly text: string
  readonly stream: LogStream
  /** Where the text has a look of its own; sorted, not overlapping. */
  readonly styles?: readonly TextStyle[]
  /** Characters that were cut off the end of a very long line. */
  readonly cut?: number
}

/** `from` and `to` are offsets into the line. Colours: 0-255 of the usual palette, or `#rrggbb`. */
export type TextStyle = {
  readonly from: number
  readonly to: number
  readonly foreground?: number | string
  readonly background?: number | string
  readonly bold?: boolean
  readonly dim?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
}

export type StepState = 'waiting' | 'running' | 'cached' | 'done' | 'failed' | 'cancelled'

export type BuildStep = {
  readonly id: string
  /** As Docker prints it: `[2/4] RUN …`, `[internal] load build context`, `Step 1/3 : FROM scratch`. */
  readonly name: string
  readonly state: StepState
  readonly inputs: readonly string[]
  readonly started?: number
  readonly completed?: number
  readonly error?: string
  readonly group?: string
  readonly statuses: readonly StepStatus[]
  readonly log: StepLog
}

export type StepStatus = {
  readonly id: string
  readonly name: string
  readonly current: number
  readonly total?: number
  readonly started?: number
  readonly completed?: number
}

export type StepLog = {
  readonly lines: readonly LogLine[]
  /** Lines before the first of these, which the cap dropped. */
  readonly dropped: number
  /** Characters of the lines kept. */
  readonly chars: number
}

export type BuildView = {
  readonly builder: BuilderKind
  /** In the order in which they began, waiting ones last. */
  readonly steps: readonly BuildStep[]
  readonly warnings: readonly BuildWarning[]
  /** Warnings that the cap dropped. */
  readonly warningsDropped: number
  readonly imageId?: ImageId
  readonly failure?: BuildFailure
  readonly counts: BuildCounts
}

/** As in `[+] Building 10.8s (7/10)`. */
export type BuildCounts = { readonly total: number; readonly completed: number; readonly cached: number }

export type BuildFailure = {
  readonly message: string
  readonly exitCode?: number
  readonly stepId?: string
}

/** Where in the Dockerfile it went wrong, with the lines around. */
export type DockerfileSpot = {
  readonly file: string
  readonly lines: LineRange
  /** Lines from `firstLine` on, harmless to show. */
  readonly excerpt: { readonly firstLine: number; readonly text: readonly string[] }
}

export type BuildReport = {
  readonly builder: BuilderKind
  readonly imageId: ImageId
  readonly size: number
  /** Familiar references that were checked to point at the image. */
  readonly tags: readonly string[]
  /** Images that lost their last name to this build. */
  readonly dangling: readonly FormerOwner[]
  /** Images that are no more, because this build took their last name: the containerd store keeps none without one. */
  readonly gone: readonly FormerOwner[]
  /** Bytes that were really sent: less than the context when the engine knew files already. */
  readonly sentBytes: number
  readonly counts: BuildCounts
  readonly warnings: readonly BuildWarning[]
}

export type FormerOwner = { readonly imageId: ImageId; readonly was: string }

/** What would be sent, told before anything is. */
export type ContextWeight = {
  readonly files: number
  readonly folders: number
  readonly links: number
  readonly bytes: number
  /** Largest first; paths relative to the context, `.` for files directly in it. */
  readonly biggest: readonly { readonly path: string; readonly bytes: number; readonly files: number }[]
  readonly ignored: readonly IgnoredBy[]
  readonly skipped: readonly SkippedEntry[]
  readonly skippedTotal: number
  /** `.dockerignore` or `<Dockerfile>.dockerignore`, the one that counted. */
  readonly ignoreFile?: string
}

/** `entries`: files and folders that the rule dropped; a folder that went whole counts once. */
export type IgnoredBy = { readonly rule: string; readonly line: number; readonly entries: number }

export type SkippedEntry = { readonly path: string; readonly why: 'fifo' | 'socket' | 'device' | 'other' }

/** What the form shows of a Dockerfile. */
export type DockerfileOutline = {
  readonly stages: readonly DockerfileStage[]
  readonly args: readonly DockerfileArg[]
  /** Instructions that run when another image is built on the result. */
  readonly onBuild: readonly { readonly instruction: string; readonly line: number }[]
  readonly directives: readonly { readonly name: string; readonly value: string; readonly line: number }[]
  /** `# syntax=` names an image that is not Docker's own frontend: it would run with the build's rights. */
  readonly foreignSyntax?: string
  readonly problems: readonly AppError[]
}

export type DockerfileStage = {
  readonly index: number
  readonly name?: string
  /** As written: an image, an earlier stage, `scratch`; may hold `${ARG}`. */
  readonly from: string
  readonly fromKind: 'image' | 'stage' | 'scratch'
  readonly platform?: string
  readonly line: number
}

export type DockerfileArg = {
  readonly name: string
  /** Undefined: empty unless given. */
  readonly defaultValue?: string
  /** Undefined: before the first FROM, for FROM lines only (and for stages that name it again). */
  readonly stage?: number
  readonly line: number
}

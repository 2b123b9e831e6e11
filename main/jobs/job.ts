import type { LogStream } from '@shared/domain/build'
import { type AppError, AppFailure, appError } from '@shared/errors'
import type { JobKind, JobProgress, JobResult, JobSnapshot, JobState, JobUnit } from '@shared/job'
import { harmless } from '@shared/text'
import { JobLogRing } from './jobLog'

/** What the work of a job is given. */
export type JobContext = {
  readonly signal: AbortSignal
  readonly progress: (progress: Omit<Extract<JobProgress, { phase: 'working' }>, 'phase'>) => void
  /** `stream`: where a program wrote it; our own words have none. */
  readonly log: (text: string, stream?: LogStream) => void
}

/**
 * How the work ended, said by the work itself: only it knows whether a cancel came in time (`stopped`) or too late.
 * `error` with a result: failed after some of it was done.
 */
export type JobOutcome = { readonly result: JobResult; readonly error?: AppError; readonly stopped?: boolean }

export type JobSpec = {
  readonly title: JobSnapshot['title']
  readonly command?: string
  readonly subjects?: readonly string[]
  /** Seconds in which a cancel leaves everything untouched; 0 starts at once. */
  readonly undoSeconds?: number
  readonly total: number
  readonly unit: JobUnit
  /** A throw that is not an AppFailure is a bug: it ends the job as failed with INTERNAL. */
  readonly run: (context: JobContext) => Promise<JobOutcome>
}

/** One job: from its start to exactly one end. `changed` is called after every change. */
export class Job {
  readonly log = new JobLogRing()
  readonly ended: Promise<void>
  readonly #abort = new AbortController()
  readonly #startedAt: number
  #state: JobState
  #endedAt: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #settle: () => void = () => {}

  constructor(
    readonly id: string,
    readonly kind: JobKind,
    private readonly spec: JobSpec,
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {
    this.#startedAt = now()
    this.ended = new Promise((resolve) => {
      this.#settle = resolve
    })
    const wait = Math.max(0, spec.undoSeconds ?? 0) * 1000
    if (wait === 0) {
      this.#state = this.#working()
      this.#work()
    } else {
      this.#state = { type: 'running', progress: { phase: 'waiting', until: this.#startedAt + wait } }
      this.#timer = setTimeout(() => this.runNow(), wait)
    }
  }

  get running(): boolean {
    return this.#state.type === 'running'
  }

  get endedAt(): number | undefined {
    return this.#endedAt
  }

  snapshot(): JobSnapshot {
    const { title, command, subjects } = this.spec
    return {
      id: this.id,
      kind: this.kind,
      title,
      startedAt: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      state: this.#state,
      cancellable: this.running && !this.#abort.signal.aborted,
      ...(command === undefined ? {} : { command }),
      subjects: subjects ?? [],
      logLines: this.log.count,
    }
  }

  /** Ends the time to think. Does nothing to a job that works or has ended. */
  runNow(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#state = this.#working()
    this.changed()
    this.#work()
  }

  /** While waiting: ends it untouched. While working: asks the work to stop; the work says how far it came. */
  cancel(): void {
    if (!this.running || this.#abort.signal.aborted) return
    this.#abort.abort(new DOMException('the job was cancelled', 'AbortError'))
    if (this.#timer === undefined) {
      this.changed()
      return
    }
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#end({ type: 'cancelled' })
  }

  #working(): JobState {
    const { total, unit } = this.spec
    return { type: 'running', progress: { phase: 'working', done: 0, total, unit } }
  }

  #work(): void {
    const context: JobContext = {
      signal: this.#abort.signal,
      progress: (progress) => {
        if (!this.running) return
        const { current, ...rest } = progress
        const shown = current === undefined ? {} : { current: harmless(current) }
        this.#state = { type: 'running', progress: { phase: 'working', ...rest, ...shown } }
        this.changed()
      },
      log: (text, stream) => {
        this.log.write(text, stream)
        this.changed()
      },
    }
    // A turn later, so that whoever starts the job has its id before it reports anything.
    void Promise.resolve()
      .then(() => this.spec.run(context))
      .then(
        (outcome) => this.#end(endOf(outcome)),
        (reason: unknown) => this.#end(this.#failed(reason)),
      )
  }

  #failed(reason: unknown): JobState {
    if (this.#abort.signal.aborted && reason === this.#abort.signal.reason) return { type: 'cancelled' }
    if (reason instanceof AppFailure) return { type: 'failed', error: reason.error }
    const detail = reason instanceof Error ? reason.message : String(reason)
    return { type: 'failed', error: appError('INTERNAL', {}, { detail }) }
  }

  #end(state: JobState): void {
    if (!this.running) return
    this.#state = state
    this.#endedAt = this.now()
    this.changed()
    this.#settle()
  }
}

function endOf({ result, error, stopped }: JobOutcome): JobState {
  if (error !== undefined) return { type: 'failed', error, result }
  return stopped === true ? { type: 'cancelled', result } : { type: 'succeeded', result }
}

import { AppFailure, appError } from '@shared/errors'
import type { JobKind, JobLog, JobSnapshot, JobsChange } from '@shared/job'
import { Job, type JobSpec } from './job'

export type JobRegistryOptions = {
  readonly now?: () => number
  /** Least time between two reports to the listeners, in ms: about ten a second. */
  readonly every?: number
  /** Ended jobs kept for the Activity page. */
  readonly keepEnded?: number
}

/** Owner of all jobs: pages come and go, jobs stay until they have ended and were dismissed or pushed out. */
export class JobRegistry {
  readonly #jobs = new Map<string, Job>()
  readonly #listeners = new Set<(change: JobsChange) => void>()
  readonly #dirty = new Set<string>()
  readonly #dismissed = new Set<string>()
  readonly #now: () => number
  readonly #every: number
  readonly #keepEnded: number
  #count = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastReport = Number.NEGATIVE_INFINITY

  constructor({ now = Date.now, every = 100, keepEnded = 100 }: JobRegistryOptions = {}) {
    this.#now = now
    this.#every = every
    this.#keepEnded = keepEnded
  }

  start(kind: JobKind, spec: JobSpec): JobSnapshot {
    this.#count += 1
    const id = `job-${this.#count}`
    const job = new Job(id, kind, spec, this.#now, () => this.#changed(id))
    this.#jobs.set(id, job)
    this.#changed(id)
    return job.snapshot()
  }

  /** Newest first. */
  list(): readonly JobSnapshot[] {
    return [...this.#jobs.values()].map((job) => job.snapshot()).reverse()
  }

  /** Those that have not ended: what quitting asks about. */
  running(): readonly JobSnapshot[] {
    return this.list().filter((job) => job.state.type === 'running')
  }

  /** Errors: JOB_NOT_FOUND, JOB_NOT_CANCELLABLE (it has ended). A second cancel changes nothing. */
  cancel(id: string): JobSnapshot {
    const job = this.#get(id)
    if (!job.running) throw new AppFailure(appError('JOB_NOT_CANCELLABLE', { id }))
    job.cancel()
    return job.snapshot()
  }

  runNow(id: string): JobSnapshot {
    const job = this.#get(id)
    job.runNow()
    return job.snapshot()
  }

  log(id: string, from: number): JobLog {
    return this.#get(id).log.read(from)
  }

  /** Takes an ended job off the list; a running one stays. */
  dismiss(id: string): { readonly dismissed: boolean } {
    const job = this.#jobs.get(id)
    if (job === undefined || job.running) return { dismissed: false }
    this.#forget(id)
    this.#schedule()
    return { dismissed: true }
  }

  onChange(listener: (change: JobsChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Cancels everything and waits until it has ended; what still waited to start is left untouched. */
  async close(): Promise<void> {
    const jobs = [...this.#jobs.values()].filter((job) => job.running)
    for (const job of jobs) job.cancel()
    await Promise.all(jobs.map((job) => job.ended))
    this.#report()
    this.#listeners.clear()
  }

  #get(id: string): Job {
    const job = this.#jobs.get(id)
    if (job === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id }))
    return job
  }

  #forget(id: string): void {
    this.#jobs.delete(id)
    this.#dirty.delete(id)
    this.#dismissed.add(id)
  }

  #changed(id: string): void {
    this.#dirty.add(id)
    const ended = [...this.#jobs.values()].filter((job) => !job.running)
    for (const job of ended.slice(0, Math.max(0, ended.length - this.#keepEnded))) this.#forget(job.id)
    this.#schedule(this.#jobs.get(id)?.running === false)
  }

  /** `atOnce`: an end is waited for. */
  #schedule(atOnce = false): void {
    if (this.#timer !== undefined && !atOnce) return
    clearTimeout(this.#timer)
    const wait = atOnce ? 0 : Math.max(0, this.#lastReport + this.#every - this.#now())
    this.#timer = setTimeout(() => this.#report(), wait)
  }

  #report(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#dirty.size === 0 && this.#dismissed.size === 0) return
    this.#lastReport = this.#now()
    const updated = [...this.#dirty].flatMap((id) => this.#jobs.get(id)?.snapshot() ?? [])
    const change: JobsChange = { updated, dismissed: [...this.#dismissed] }
    this.#dirty.clear()
    this.#dismissed.clear()
    for (const listener of this.#listeners) listener(change)
  }
}

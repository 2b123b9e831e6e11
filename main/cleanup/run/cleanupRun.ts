import type { CleanupOutcome, CleanupRow } from '@shared/domain/cleanup'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId, ImageRow } from '@shared/domain/image'
import type { RemovalStep, RemovalStepResult } from '@shared/domain/removal'
import { type AppError, AppFailure, appError } from '@shared/errors'
import type { JobContext, JobOutcome } from '../../jobs/job'
import type { EngineClient } from '../../ports/engineClient'
import type { SizeView } from '../../sizes/sizeView'
import type { Family } from '../freshWorld'
import type { CleanupPlan } from '../plan/cleanupPlan'
import { RemovalExecutor } from '../removalExecutor'
import type { Shown } from '../removalMemory'
import { isEngineLost } from './carryOutStep'
import { reportOf } from './cleanupReport'
import { giveBackOf } from './giveBack'
import { removeStopped } from './removeContainers'

export type CleanupWork = {
  readonly plan: CleanupPlan
  readonly client: () => EngineClient
  readonly family: Family
  readonly shown: (step: RemovalStep) => Shown
  /** The image as it was shown. */
  readonly row: (id: ImageId) => ImageRow | undefined
  readonly origin: (id: ImageId) => string | undefined
  /** The sums right before. */
  readonly sizes: () => Promise<SizeView>
  /** Told once, with what became of every line. */
  readonly ended: (rows: readonly CleanupRow[]) => void
}

type ContainerRow = Extract<CleanupRow, { type: 'container' }>
type CacheRow = Extract<CleanupRow, { type: 'cache' }>

/** Records of the build cache in one go: each go asks twice what there is. */
const atATime = 100

/**
 * Carries out exactly a plan: its containers, its images by (reference, id) pairs, its records of the build cache, and
 * nothing else. A cancel, or a lost engine, leaves the rest untouched; what was done is told either way.
 */
export class CleanupRun {
  readonly #containers: ContainerRow[]
  readonly #cache: CacheRow[]
  #images: readonly RemovalStepResult[]
  /** Images that are no longer there. */
  #gone: ReadonlySet<ImageId> = new Set()
  #trouble: AppError | undefined
  #store: ImageStore = 'classic'
  #done = 0

  constructor(
    private readonly work: CleanupWork,
    private readonly context: JobContext,
  ) {
    const { containers, cache, steps } = work.plan
    this.#containers = containers.map(({ id, name }) => ({
      type: 'container',
      id,
      name,
      outcome: 'untouched',
    }))
    this.#cache = cache.flatMap(({ id, description, bytes, verdict }): readonly CacheRow[] =>
      verdict === 'removed' ? [{ type: 'cache', id, description, bytes, outcome: 'untouched' }] : [],
    )
    this.#images = steps.map((step) => ({ type: 'untouched', step }))
  }

  async run(): Promise<JobOutcome> {
    const client = this.work.client()
    this.#store = client.info.store
    const sizes = await this.work.sizes()
    const before = await this.#accounted(client)
    await this.#removeContainers(client)
    if (!this.#stopped()) await this.#removeImages(client)
    if (!this.#stopped()) await this.#pruneCache(client)
    if (this.#trouble === undefined) await this.#lookAtContainers(client)
    const after = this.#trouble === undefined ? await this.#accounted(client) : undefined
    return this.#outcome(sizes, before === undefined || after === undefined ? undefined : before - after)
  }

  #stopped(): boolean {
    return this.context.signal.aborted || this.#trouble !== undefined
  }

  async #removeContainers(client: EngineClient): Promise<void> {
    const queue = this.work.plan.containers.entries()
    const worker = async () => {
      for (const [index, planned] of queue) {
        if (this.#stopped()) return
        this.#progress(this.#done, planned.name)
        const row = await removeStopped(client, planned)
        if (row.error !== undefined && isEngineLost(row.error)) this.#trouble ??= row.error
        this.#containers[index] = row
        this.#done += 1
        this.context.log(`${row.name}: ${wordOf[row.outcome]}`)
      }
    }
    await Promise.all(Array.from({ length: 4 }, worker))
  }

  async #removeImages(client: EngineClient): Promise<void> {
    const { plan, family, shown } = this.work
    const done = this.#done
    const context: JobContext = {
      ...this.context,
      progress: (progress) => this.#progress(done + progress.done, progress.current),
    }
    const executor = new RemovalExecutor({ client: () => client, family, steps: plan.steps, shown }, context)
    const { results, gone, trouble } = await executor.carryOut(client)
    this.#images = results
    this.#gone = gone
    this.#trouble = trouble
    this.#done += plan.steps.length
  }

  /** A few at a time, so that a cancel is heard; the port looks whether they are gone. */
  async #pruneCache(client: EngineClient): Promise<void> {
    for (let from = 0; from < this.#cache.length && !this.#stopped(); from += atATime) {
      const ids = this.#cache.slice(from, from + atATime).map(({ id }) => id)
      this.#progress(this.#done, this.#cache[from]?.description)
      const pruned = await this.#tried(async () => await client.pruneBuildCache(ids, {}))
      if (pruned === undefined) return
      const gone = new Set(pruned.gone)
      for (const [offset, id] of ids.entries()) this.#cacheEnded(from + offset, gone.has(id))
    }
  }

  #cacheEnded(index: number, gone: boolean): void {
    const row = this.#cache[index]
    if (row === undefined) return
    this.#cache[index] = gone
      ? { ...row, outcome: 'done' }
      : { ...row, outcome: 'left', error: appError('CACHE_RECORD_IN_USE') }
    this.#done += 1
    this.context.log(`${row.id}: ${wordOf[gone ? 'done' : 'left']}`)
  }

  /** The engine's words alone are no proof; images were looked at when they went. */
  async #lookAtContainers(client: EngineClient): Promise<void> {
    if (this.#containers.every(({ outcome }) => outcome !== 'done')) return
    const listed = await this.#tried(async () => await client.listContainers({}))
    const left = new Set(listed?.map(({ id }) => id))
    for (const [index, row] of this.#containers.entries()) {
      if (row.outcome !== 'done' || !left.has(row.id)) continue
      this.#containers[index] = {
        ...row,
        outcome: 'failed',
        error: appError('ENGINE_ERROR', { status: 204 }),
      }
    }
  }

  #outcome(sizes: SizeView, accounted: number | undefined): JobOutcome {
    const rows: readonly CleanupRow[] = [
      ...this.#containers,
      ...this.#images.map((result): CleanupRow => this.#imageRow(result)),
      ...this.#cache,
    ]
    this.work.ended(rows)
    const { plan } = this.work
    const report = reportOf(rows, { plan, sizes, accounted })
    const result = { type: 'cleanup' as const, report }
    if (this.#trouble !== undefined) return { result, error: this.#trouble }
    return { result, stopped: report.untouched > 0 }
  }

  #imageRow(result: RemovalStepResult): CleanupRow {
    if (result.type !== 'done') return { type: 'image', result, giveBack: [] }
    const { imageId } = result.step.target
    const facts = {
      store: this.#store,
      imageId,
      digests: this.work.row(imageId)?.digests ?? [],
      remains: !this.#gone.has(imageId),
      origin: this.work.origin(imageId),
    }
    return { type: 'image', result, giveBack: result.untagged.map((name) => giveBackOf(name, facts)) }
  }

  /** Undefined when the engine refuses or went away: the job ends there, and tells what was done before. */
  async #tried<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask()
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause
      this.#trouble ??= cause.error
      return undefined
    }
  }

  /** Layers, and what the build cache holds beside them; a cleanup does not fail because they could not be counted. */
  async #accounted(client: EngineClient): Promise<number | undefined> {
    try {
      const layers = await client.layersSize({})
      const records = await client.buildCache({})
      return records.reduce((sum, { shared, size }) => sum + (shared ? 0 : size), layers)
    } catch (cause) {
      if (cause instanceof AppFailure) return undefined
      throw cause
    }
  }

  #progress(done: number, current?: string): void {
    const { containers, steps } = this.work.plan
    const total = containers.length + steps.length + this.#cache.length
    this.context.progress({ done, total, unit: 'steps', ...(current === undefined ? {} : { current }) })
  }
}

const wordOf: Readonly<Record<CleanupOutcome, string>> = {
  done: 'removed',
  gone: 'already gone',
  left: 'left alone',
  failed: 'failed',
  untouched: 'untouched',
}

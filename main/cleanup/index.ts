import type { CallOutput, CallParsed, Calls } from '@shared/contract'
import type { CleanupRow, GiveBack } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageId, ImageRow } from '@shared/domain/image'
import type { RemovalStep } from '@shared/domain/removal'
import { AppFailure, appError } from '@shared/errors'
import { cut, ellipsis } from '@shared/text'
import { engineKey } from '../cache/engineKey'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { ListedContainer } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import type { SizeView } from '../sizes/sizeView'
import { withTimes } from './containerTimes'
import type { Family } from './freshWorld'
import { planPage, rowsPage } from './pages'
import { planCleanup } from './plan/cleanupPlan'
import type { CleanupFacts } from './plan/facts'
import { type KeptPlan, PlanMemory } from './planMemory'
import type { Shown } from './removalMemory'
import { nameOf } from './run/carryOutStep'
import { CleanupRun } from './run/cleanupRun'
import { sameEngine } from './sameEngine'

type Asked = { readonly signal?: AbortSignal }

/** The images as the engine has confirmed them, with all its events so far. */
export type ImagesNow = {
  readonly rows: readonly ImageRow[]
  readonly containers: readonly ListedContainer[]
  readonly labelsOf: (id: ImageId) => ReadonlyMap<string, string>
}

export type CleanupOptions = {
  readonly session: EngineSession
  readonly jobs: JobRegistry
  readonly images: {
    readonly now: (signal: AbortSignal | undefined) => Promise<ImagesNow>
    readonly family: Family
    /** Throws IMAGE_CHANGED when another image has the name. */
    readonly tag: (input: { readonly imageId: ImageId; readonly reference: string }) => Promise<unknown>
  }
  /** Pulls `reference` as a job, then gives the image the name `tag`. */
  readonly pull: (options: { readonly reference: string; readonly tag: string }) => { readonly jobId: string }
  readonly sizes: (asked: Asked) => Promise<SizeView>
  /** repository@digest that a registry is known to have had, of an image that may be gone by now. */
  readonly originOf: (id: ImageId) => string | undefined
  readonly settings: () => { readonly undoSeconds: number; readonly pins: readonly string[] }
  /** ms since the epoch. */
  readonly clock?: () => number
}

type Action = keyof Calls['cleanup']
type Input<A extends Action> = CallParsed<'cleanup', A>
type Answer<A extends Action> = CallOutput<'cleanup', A>

/** Characters of the commands in one message, and of those that a job shows. */
const maxCommand = 900_000
const maxJobCommand = 20_000

/** The use cases of cleanup, one method a call of the contract. All throw AppFailure. */
export class Cleanup {
  readonly #options: CleanupOptions
  readonly #memory = new PlanMemory()
  /** What became of each line, by job, as long as the job is remembered. */
  readonly #reports = new Map<string, { readonly engine: string; readonly rows: readonly CleanupRow[] }>()

  constructor(options: CleanupOptions) {
    this.#options = options
    options.jobs.onChange(({ dismissed }) => {
      for (const id of dismissed) this.#reports.delete(id)
    })
  }

  async plan(request: CleanupRequest, asked: Asked = {}): Promise<Answer<'plan'>> {
    const engine = engineKey(this.#options.session.client().info)
    return planPage(this.#memory.keep(engine, request, await this.#facts(request, asked)), 0)
  }

  page({ planId, cursor }: Input<'page'>): Answer<'page'> {
    return planPage(this.#memory.get(planId), cursor)
  }

  command({ planId }: Input<'command'>): Answer<'command'> {
    return { text: ellipsis(this.#memory.get(planId).plan.command, maxCommand) }
  }

  /** Answers as soon as the job exists; the job reports the rest. */
  run({ planId, except = [], undoSeconds }: Input<'run'>): Answer<'run'> {
    const { jobs, session, settings } = this.#options
    const kept = without(this.#memory.get(planId), except)
    const { plan, engine } = kept
    const { steps, containers, cache, items } = plan
    const total =
      steps.length + containers.length + cache.filter(({ verdict }) => verdict === 'removed').length
    const client = sameEngine(session, engine)
    const first = steps[0]
    const { id } = jobs.start('cleanUp', {
      title: { count: total, ...(total === 1 && first && { name: ellipsis(nameOf(first), 80) }) },
      command: ellipsis(plan.command, maxJobCommand),
      subjects: items.flatMap((item) => (item.verdict === 'deleted' ? [item.imageId] : [])),
      undoSeconds: undoSeconds ?? settings().undoSeconds,
      total,
      unit: 'steps',
      run: async (context) => await new CleanupRun(this.#work(kept, client, id), context).run(),
    })
    this.#reports.set(id, { engine, rows: [] })
    return { jobId: id }
  }

  report({ jobId, cursor = 0 }: Input<'report'>): Answer<'report'> {
    return rowsPage(this.#reportOf(jobId).rows, cursor)
  }

  async giveBack({ jobId, reference }: Input<'giveBack'>): Promise<Answer<'giveBack'>> {
    const { engine, rows } = this.#reportOf(jobId)
    sameEngine(this.#options.session, engine)()
    const way = rows
      .flatMap((row): readonly GiveBack[] => (row.type === 'image' ? row.giveBack : []))
      .find((each) => each.reference === reference)
    if (way === undefined || way.type === 'none')
      throw new AppFailure(appError('GIVE_BACK_IMPOSSIBLE', { reference: cut(reference, 120) }))
    if (way.type === 'pull')
      return { type: 'pulling', ...this.#options.pull({ reference: way.from, tag: reference }) }
    await this.#options.images.tag({ imageId: way.imageId, reference })
    return { type: 'tagged', reference }
  }

  #reportOf(jobId: string) {
    const report = this.#reports.get(jobId)
    if (report === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id: jobId }))
    return report
  }

  /** What the request does not speak of is not asked for. */
  async #facts(request: CleanupRequest, { signal }: Asked): Promise<CleanupFacts> {
    const { session, images, sizes, settings, clock = Date.now } = this.#options
    const client = session.client()
    const asked = signal === undefined ? {} : { signal }
    const [{ rows, containers: listed, labelsOf }, view] = await Promise.all([
      images.now(signal),
      sizes(asked),
    ])
    const needsUsage = request.buildCache !== undefined || (request.removeContainers ?? []).length > 0
    const [containers, usage] = await Promise.all([
      withTimes(listed, client, signal),
      // The view was made of it; where it could not be asked for then, the plan can't be made without it.
      view.usage ?? (needsUsage ? client.diskUsageBesideImages(asked) : undefined),
    ])
    const cache = request.buildCache === undefined ? [] : (usage?.buildCache ?? [])
    const bytes = new Map(usage?.containers.map(({ id, writableSize }) => [id, writableSize]))
    return {
      store: client.info.store,
      rows,
      containers: containers.map((container) => {
        const own = bytes.get(container.id)
        return { ...container, ...(own === undefined ? {} : { writable: own }) }
      }),
      cache,
      labelsOf,
      sizes: view,
      pins: settings().pins,
      now: clock(),
    }
  }

  #work({ plan, facts, engine }: KeptPlan, client: ReturnType<typeof sameEngine>, jobId: string) {
    const { images, sizes, originOf } = this.#options
    const rows = new Map(facts.rows.map((row) => [row.id, row]))
    return {
      plan,
      client,
      family: images.family,
      shown: shownOf({ plan, facts }),
      row: (id: ImageId) => rows.get(id),
      origin: originOf,
      sizes: async () => await sizes({}).catch(() => facts.sizes),
      ended: (ended: readonly CleanupRow[]) => void this.#reports.set(jobId, { engine, rows: ended }),
    }
  }
}

function without(kept: KeptPlan, except: readonly string[]): KeptPlan {
  if (except.length === 0) return kept
  const request = { ...kept.request, except: [...(kept.request.except ?? []), ...except] }
  return { ...kept, request, plan: planCleanup(request, kept.facts) }
}

/** What the person saw of a step's image: no other tag, parent or container may be met. */
function shownOf({ plan, facts }: Pick<KeptPlan, 'plan' | 'facts'>): (step: RemovalStep) => Shown {
  const containers = new Map<ImageId, Set<string>>()
  for (const { imageId, id } of facts.containers) {
    containers.set(imageId, (containers.get(imageId) ?? new Set()).add(id))
  }
  const shown = new Map(
    plan.items.map(({ imageId, untagged, parents }): readonly [ImageId, Shown] => [
      imageId,
      {
        names: new Set(untagged),
        containers: containers.get(imageId) ?? new Set(),
        parents: new Set(parents),
      },
    ]),
  )
  const nothing: Shown = { names: new Set(), containers: new Set(), parents: new Set() }
  return ({ target }) => shown.get(target.imageId) ?? nothing
}

export function createCleanup(options: CleanupOptions): Cleanup {
  return new Cleanup(options)
}

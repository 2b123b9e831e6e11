import { shortId } from '@shared/domain/digest'
import type { ImageId } from '@shared/domain/image'
import type { RemovalReport, RemovalStep, RemovalStepResult } from '@shared/domain/removal'
import { allBytes } from '@shared/domain/sizes'
import { type AppError, type AppErrorCode, AppFailure, appError } from '@shared/errors'
import type { JobContext, JobOutcome } from '../jobs/job'
import type { EngineClient, InspectedImage } from '../ports/engineClient'
import type { SizeView } from '../sizes/sizeView'
import { type Family, FreshWorld } from './freshWorld'
import { checkStep } from './removalCheck'
import type { Shown } from './removalMemory'
import { remainingOf, verified } from './run/verified'

export type RemovalWork = {
  /** Asked for each step: the engine may come back as another connection, or not at all. */
  readonly client: () => EngineClient
  readonly family: Family
  readonly steps: readonly RemovalStep[]
  /** What a person was shown of a step: more must not go. */
  readonly shown: (step: RemovalStep) => Shown
}

export type RemovalJobWork = RemovalWork & {
  /** The sums right before, by which the bytes that came back are told: `LayersSize` forgets what the build cache keeps (ADR 010). */
  readonly sizes: () => Promise<Pick<SizeView, 'reclaim'>>
}

export type StepsOutcome = { readonly results: readonly RemovalStepResult[]; readonly lost?: AppError }

const lostCodes = new Set<AppErrorCode>(['ENGINE_LOST', 'ENGINE_UNREACHABLE', 'ENGINE_TIMEOUT'])

/** Nothing more can be asked of the engine, so that the rest of the work is left untouched. */
export function isEngineLost({ code }: AppError): boolean {
  return lostCodes.has(code)
}

/** With more steps than this, one list of everything at the end is cheaper than a look after each. */
const looksOneByOne = 20

/**
 * Carries out exactly the confirmed steps, each checked a moment before and looked at afterwards. Steps of one family
 * of images run in their order, families side by side. A cancel, or a lost engine, leaves the rest untouched.
 */
export class RemovalExecutor {
  readonly #results: (RemovalStepResult | undefined)[]
  #done = 0
  #lost: AppError | undefined

  constructor(
    private readonly work: RemovalWork,
    private readonly context: JobContext,
  ) {
    this.#results = work.steps.map(() => undefined)
  }

  /** A removal job: the steps, and the bytes that came back. */
  async run(sizes: RemovalJobWork['sizes']): Promise<JobOutcome> {
    const client = this.work.client()
    // A removal does not fail because the bytes could not be counted.
    const view = await sizes().catch(() => undefined)
    const { results, lost } = await this.carryOut(client)
    const gone = results.flatMap((result) => (result.type === 'done' ? result.deleted : []))
    const freed = lost === undefined ? view?.reclaim({ images: gone }) : undefined
    const report: RemovalReport = {
      results,
      ...(freed === undefined ? {} : { freedBytes: allBytes(freed.freed) }),
      ...(freed === undefined || freed.about.length === 0 ? {} : { freedAbout: true }),
    }
    const result = { type: 'removal' as const, report }
    if (lost !== undefined) return { result, error: lost }
    return { result, stopped: results.some(({ type }) => type === 'untouched') }
  }

  /** The steps alone, as part of a bigger job. `lost`: the engine went away on the way. */
  async carryOut(client: EngineClient = this.work.client()): Promise<StepsOutcome> {
    const world = new FreshWorld(client, this.work.family)
    const families = this.#families()
    // Wider than this the engine's own lock makes everyone wait (limits.md B19).
    const width = client.info.store === 'classic' ? 8 : 4
    const queue = families.values()
    const worker = async () => {
      for (const family of queue) for (const index of family) await this.#step(client, world, index)
    }
    await Promise.all(Array.from({ length: Math.min(width, families.length) }, worker))
    const results = this.work.steps.map(
      (step, i): RemovalStepResult => this.#results[i] ?? { type: 'untouched', step },
    )
    return {
      results:
        this.#looksAtEnd(client) && this.#lost === undefined ? await this.#look(client, results) : results,
      ...(this.#lost === undefined ? {} : { lost: this.#lost }),
    }
  }

  /** On the containerd store the list of everything is dear, and a look at one image is not. */
  #looksAtEnd(client: EngineClient): boolean {
    return client.info.store === 'classic' && this.work.steps.length > looksOneByOne
  }

  async #look(client: EngineClient, results: readonly RemovalStepResult[]) {
    const listed = await client.listImages({}).catch((cause: unknown) => {
      if (cause instanceof AppFailure && isEngineLost(cause.error)) this.#lost = cause.error
      return undefined
    })
    if (listed === undefined) return results
    const remaining = remainingOf(listed, [])
    return results.map((result) => verified(result, remaining))
  }

  /** Numbers of steps, grouped by the oldest ancestor of their image: only such steps can change each other's verdict. */
  #families(): readonly (readonly number[])[] {
    const families = new Map<ImageId, number[]>()
    this.work.steps.forEach(({ target }, index) => {
      const root = this.#rootOf(target.imageId)
      families.set(root, [...(families.get(root) ?? []), index])
    })
    return [...families.values()]
  }

  #rootOf(id: ImageId): ImageId {
    const seen = new Set<ImageId>()
    let root = id
    for (;;) {
      seen.add(root)
      const parentId = this.work.family.entry(root)?.parentId
      if (parentId === undefined || seen.has(parentId) || this.work.family.entry(parentId) === undefined)
        return root
      root = parentId
    }
  }

  async #step(client: EngineClient, world: FreshWorld, index: number): Promise<void> {
    const step = this.work.steps[index]
    if (step === undefined || this.context.signal.aborted || this.#lost !== undefined) return
    const name = nameOf(step)
    this.context.progress({ done: this.#done, total: this.work.steps.length, unit: 'images', current: name })
    const result = await this.#carryOut(client, world, step).catch((cause: unknown): RemovalStepResult => {
      if (!(cause instanceof AppFailure)) throw cause
      if (isEngineLost(cause.error)) this.#lost ??= cause.error
      return { type: 'failed', step, error: cause.error }
    })
    this.#results[index] = result
    this.#done += 1
    this.context.log(logOf(name, result))
    this.context.progress({ done: this.#done, total: this.work.steps.length, unit: 'images' })
  }

  async #carryOut(client: EngineClient, fresh: FreshWorld, step: RemovalStep): Promise<RemovalStepResult> {
    const { target } = step
    const name = target.type === 'reference' ? target.reference : target.imageId
    const found = await inspectOrNone(client, name)
    if (found === undefined) return { type: 'gone', step }
    if (found.id !== target.imageId) return { type: 'dropped', step, error: changed(step) }

    const { world, image } = await fresh.around(found)
    const check = checkStep(world, image, step, this.work.shown(step))
    if (check.type === 'drop') return { type: 'dropped', step, error: check.error }

    try {
      // No signal: a request that was sent is waited for, so that its outcome is known.
      const { untagged, deleted } = await client.removeImage(name, {
        force: check.force,
        noPrune: step.keepParents === true,
      })
      const gone = step.expected === 'deleted' ? deleted : await reallyGone(client, deleted)
      fresh.forget(gone)
      if (this.#looksAtEnd(client)) return { type: 'done', step, untagged, deleted: gone }
      return await this.#verified(client, step, untagged, gone)
    } catch (cause) {
      // Somebody else was faster, or parallel deletes met: when it is gone, it is done.
      const refused = cause instanceof AppFailure && !isEngineLost(cause.error)
      if (refused && (await inspectOrNone(client, name)) === undefined) return { type: 'gone', step }
      throw cause
    }
  }

  /** The engine's words are believed when a look agrees with them. */
  async #verified(
    client: EngineClient,
    step: RemovalStep,
    untagged: readonly string[],
    deleted: readonly string[],
  ): Promise<RemovalStepResult> {
    const { target } = step
    const name = target.type === 'reference' ? target.reference : target.imageId
    const left = await inspectOrNone(client, name)
    const still = left !== undefined && left.id === target.imageId
    const named = target.type === 'image' || left?.tags.includes(name) || left?.repoDigests.includes(name)
    if (still && named) {
      return {
        type: 'failed',
        step,
        error: appError('ENGINE_ERROR', { status: 200 }, { detail: untagged.join('\n') }),
      }
    }
    return { type: 'done', step, untagged, deleted }
  }
}

/** The containerd store calls an image deleted that it keeps for those built on it (docs/engine-facts.md). */
async function reallyGone(client: EngineClient, deleted: readonly ImageId[]): Promise<readonly ImageId[]> {
  const left = await Promise.all(deleted.map(async (id) => await inspectOrNone(client, id)))
  return deleted.filter((_, index) => left[index] === undefined)
}

function changed(step: RemovalStep): AppError {
  return appError('IMAGE_CHANGED', { reference: nameOf(step) })
}

export function nameOf({ target }: RemovalStep): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}

async function inspectOrNone(client: EngineClient, image: string): Promise<InspectedImage | undefined> {
  try {
    return await client.inspectImage(image, {})
  } catch (cause) {
    if (cause instanceof AppFailure && cause.error.code === 'IMAGE_NOT_FOUND') return undefined
    throw cause
  }
}

function logOf(name: string, result: RemovalStepResult): string {
  switch (result.type) {
    case 'done':
      return [
        ...result.untagged.map((reference) => `Untagged: ${reference}`),
        ...result.deleted.map((id) => `Deleted: ${id}`),
      ].join('\n')
    case 'gone':
      return `${name}: already gone`
    case 'dropped':
    case 'failed':
      return `${name}: ${result.type}, ${result.error.code}${result.error.detail === undefined ? '' : ` (${result.error.detail})`}`
    case 'untouched':
      return `${name}: untouched`
  }
}

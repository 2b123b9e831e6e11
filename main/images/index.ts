import type { CallOutput, CallParsed, Calls } from '@shared/contract'
import type { ImageId, ImageRow, ImagesChange } from '@shared/domain/image'
import type { ImageOrigin } from '@shared/domain/ledger'
import type { RemovalStep, RemovalTarget } from '@shared/domain/removal'
import { engineKey } from '../cache/engineKey'
import { ImageFactsCache } from '../cache/imageFacts'
import type { ImagesNow } from '../cleanup'
import type { Family } from '../cleanup/freshWorld'
import { startRemoval } from '../cleanup/removalJob'
import { RemovalMemory, type Shown } from '../cleanup/removalMemory'
import { planRemoval } from '../cleanup/removalPlan'
import { sameEngine } from '../cleanup/sameEngine'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { Brought } from '../ledger/engineLedger'
import type { EngineSession } from '../ports/engineSession'
import { basesOf } from '../sizes/bases'
import { Book } from '../sizes/book'
import type { SizeBook } from '../sizes/sizeView'
import { sumsOf } from '../sizes/sums'
import { Chains, factsOf } from './chains'
import { detailsOf } from './details'
import { ImageIndex } from './imageIndex'
import type { ImageTable } from './imageTable'
import { rawInspectOf } from './raw'
import { readHistory } from './readHistory'
import { type InsideFacts, type Neighbours, neighboursOf, readInside } from './readInside'
import { readLayers } from './readLayers'
import { previewTag, tagImage } from './tagging'

export type ImagesOptions = {
  readonly session: EngineSession
  readonly jobs: JobRegistry
  /** Made when needed; everything in it can be thrown away. */
  readonly cacheFolder: string
  /** Time to undo, in seconds, when a call does not say: the setting as it is at that moment. */
  readonly undoSeconds: () => number
  /** ms since the epoch. */
  readonly clock?: () => number
  readonly log?: (line: string) => void
}

type Action = keyof Calls['images']
type Input<A extends Action> = CallParsed<'images', A>
type Answer<A extends Action> = Promise<CallOutput<'images', A>>
type Asked = { readonly signal?: AbortSignal }

/** How long sums wait for layers that nobody has read yet, in ms. */
const sumsPatience = 1_500

const nothingShown: Shown = { names: new Set(), containers: new Set() }

/** The use cases of images, one method a call of the contract. All throw AppFailure. */
export class Images {
  readonly #options: ImagesOptions
  readonly #index: ImageIndex
  readonly #memory = new RemovalMemory()
  readonly #facts = new Map<string, ImageFactsCache>()
  /** Who was built on whom, as far as it is known now. */
  readonly family: Family = {
    entry: (id) => this.#index.known()?.entry(id),
    children: (id) => this.#index.known()?.children(id) ?? [],
  }

  readonly #sizes: Book

  constructor(options: ImagesOptions) {
    const { session, cacheFolder, clock, log } = options
    this.#options = options
    this.#index = new ImageIndex({
      session,
      cacheFolder,
      inspected: (key, image) => this.#factsOf(key).set(image.id, factsOf(image)),
      ...(clock && { now: clock }),
    })
    this.#sizes = new Book({
      session,
      images: this.#index,
      facts: (key) => this.#factsOf(key),
      cacheFolder,
      ...(log && { log }),
    })
    this.#sizes.onChange(() => {
      const view = this.#sizes.known()
      if (view !== undefined) this.#index.setUnique((id) => view.unique(id))
    })
  }

  /** One for the whole app. */
  get sizes(): SizeBook {
    return this.#sizes
  }

  async list(input: Input<'list'>, { signal }: Asked = {}): Answer<'list'> {
    const { cursor = 0, ...filter } = input ?? {}
    return await this.#index.page(filter, cursor, signal)
  }

  async inspect({ image }: Input<'inspect'>, { signal }: Asked = {}): Answer<'inspect'> {
    const found = await this.#client().inspectImage(image, { signal })
    const table = await this.#index.anything(signal)
    const children = table.children(found.id).map((id) => {
      const name = table.entry(id)?.tags[0]
      return { id, ...(name && { name }) }
    })
    const { lastTagged } = found
    if (lastTagged !== undefined) this.#index.learned((ledger) => ledger.sawTagged(found.id, lastTagged))
    const containers = table.containersOf(found.id)
    const ledger = this.#index.ledger()?.view(
      found.id,
      containers.some(({ running }) => running),
    )
    return detailsOf(found, { containers, children, ...(ledger && { ledger }) })
  }

  /** How an image of the engine of now came, and where to get it again; removed ones are remembered for some time. */
  origin(imageId: ImageId): ImageOrigin | undefined {
    return this.#index.ledger()?.origin(imageId)
  }

  /** A job brought an image, or learned that a registry has it. */
  brought(what: Brought): void {
    this.#index.learned((ledger, table) => ledger.brought(table, what))
  }

  async history({ image, from }: Input<'history'>, { signal }: Asked = {}): Answer<'history'> {
    const client = this.#client()
    const chains = new Chains(client, this.#factsOf(engineKey(client.info)))
    const table = await this.#index.anything(signal)
    return await readHistory(client, chains, table, {
      image,
      ...(from && { from }),
      ...(signal && { signal }),
    })
  }

  async layers({ image }: Input<'layers'>, { signal }: Asked = {}): Answer<'layers'> {
    const client = this.#client()
    const key = engineKey(client.info)
    const chains = new Chains(client, this.#factsOf(key))
    const table = await this.#index.anything(signal)
    const known = { table, book: this.#sizes }
    return await readLayers(client, chains, known, { image, key, ...(signal && { signal }) })
  }

  /** Everything that the engine tells of an image's making and its layers. */
  async inside(image: string, { signal }: Asked = {}): Promise<InsideFacts> {
    const client = this.#client()
    const chains = new Chains(client, this.#factsOf(engineKey(client.info)))
    const table = await this.#index.anything(signal)
    return await readInside(client, chains, table, { image, ...(signal && { signal }) })
  }

  /** Who here has the lowest layers of an image that lies elsewhere. Nobody without an engine. */
  async neighbours(diffIds: readonly string[], { signal }: Asked = {}): Promise<Neighbours | undefined> {
    const { state } = this.#options.session.status()
    if (state.type !== 'connected') return undefined
    const client = this.#client()
    const facts = this.#factsOf(engineKey(client.info))
    await facts.ready()
    return neighboursOf(diffIds, new Chains(client, facts), await this.#index.anything(signal))
  }

  async sums({ sets }: Input<'sums'>, { signal }: Asked = {}): Answer<'sums'> {
    this.#sizes.first(sets.flat())
    const view = await this.#sizes.view({
      patience: sumsPatience,
      holders: 'recent',
      ...(signal && { signal }),
    })
    const { table } = await this.#index.live(signal)
    return sumsOf(sets, view, table)
  }

  async bases(_?: Input<'bases'>, { signal }: Asked = {}): Answer<'bases'> {
    const view = await this.#sizes.view({ patience: sumsPatience, ...(signal && { signal }) })
    const { table } = await this.#index.live(signal)
    return basesOf(view, table)
  }

  async raw({ image, path = '' }: Input<'raw'>, { signal }: Asked = {}): Answer<'raw'> {
    return rawInspectOf(await this.#client().rawInspect(image, { signal }), path)
  }

  async tagPreview(
    { imageId, reference }: Input<'tagPreview'>,
    { signal }: Asked = {},
  ): Answer<'tagPreview'> {
    const { table, info } = await this.#index.live(signal)
    return previewTag(table, info.store, imageId, reference)
  }

  async tag({ imageId, reference, expectedOwner }: Input<'tag'>, { signal }: Asked = {}): Answer<'tag'> {
    const expected = expectedOwner === undefined ? {} : { expectedOwner }
    return await tagImage(this.#client(), { imageId, reference, ...expected }, signal)
  }

  async removePlan({ targets }: Input<'removePlan'>, { signal }: Asked = {}): Answer<'removePlan'> {
    const { table, info } = await this.#index.live(signal)
    const plan = planRemoval(targets, {
      store: info.store,
      images: [...table.entries()],
      containers: [...table.containers()],
    })
    this.#memory.remember(plan)
    return plan
  }

  /** Answers as soon as the job exists; the job reports the rest. */
  async remove({ steps, undoSeconds }: Input<'remove'>, { signal }: Asked = {}): Answer<'remove'> {
    const { table } = await this.#index.live(signal)
    const shown = new Map(
      steps.map((step) => [step, this.#memory.of(step.target) ?? shownIn(table, step.target)]),
    )
    return this.#start(steps, (step) => shown.get(step) ?? nothingShown, undoSeconds)
  }

  async refresh(_?: Input<'refresh'>, { signal }: Asked = {}): Answer<'refresh'> {
    return await this.#index.refresh(signal)
  }

  /** Everything at one moment, once the engine has confirmed it: what a plan is made of. */
  async now(signal?: AbortSignal): Promise<ImagesNow> {
    const { table } = await this.#index.live(signal)
    return {
      rows: table.rows(),
      containers: [...table.containers()],
      labelsOf: (id) => this.#index.labelsOf(id),
    }
  }

  /** The whole list, confirmed or from the cache. */
  async rows(signal?: AbortSignal): Promise<readonly ImageRow[]> {
    return (await this.#index.anything(signal)).rows()
  }

  /** The window has the focus again: see ImageIndex. */
  lookAgain(): void {
    this.#index.lookAgain()
  }

  onChange(listener: (change: ImagesChange) => void): () => void {
    return this.#index.onChange(listener)
  }

  /** Writes the caches and lets go of the session; jobs are the registry's to end. */
  async close(): Promise<void> {
    await this.#index.close()
    await this.#sizes.close()
    await Promise.all([...this.#facts.values()].map(async (facts) => await facts.close()))
  }

  #client() {
    return this.#options.session.client()
  }

  #factsOf(key: string): ImageFactsCache {
    const known = this.#facts.get(key)
    if (known !== undefined) return known
    const facts = new ImageFactsCache(this.#options.cacheFolder, key)
    this.#facts.set(key, facts)
    return facts
  }

  #start(
    steps: readonly RemovalStep[],
    shown: (step: RemovalStep) => Shown,
    undoSeconds: number = this.#options.undoSeconds(),
  ): { readonly jobId: string } {
    const client = sameEngine(this.#options.session)
    const sizes = async () => await this.#sizes.view({ patience: sumsPatience, holders: 'recent' })
    const work = { client, family: this.family, steps, shown, sizes }
    const { id } = startRemoval(this.#options.jobs, work, undoSeconds)
    return { jobId: id }
  }
}

/** Confirmed without a plan of ours: what the image is at that moment. */
function shownIn(table: ImageTable, target: RemovalTarget): Shown {
  const entry = table.entry(target.imageId)
  const names =
    target.type === 'reference' ? [target.reference] : [...(entry?.tags ?? []), ...(entry?.digests ?? [])]
  const containers = table.containersOf(target.imageId).map(({ id }) => id)
  return { names: new Set(names), containers: new Set(containers) }
}

export function createImages(options: ImagesOptions): Images {
  return new Images(options)
}

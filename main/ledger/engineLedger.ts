import type { ImageId } from '@shared/domain/image'
import type { CameBy, ImageOrigin, LedgerRow, LedgerView } from '@shared/domain/ledger'
import { referenceParts } from '@shared/domain/referenceParts'
import { CacheFile } from '../cache/cacheFile'
import { Debounced } from '../cache/debounced'
import { engineFile } from '../cache/engineKey'
import type { EngineClient, EngineEvent, ListedContainer } from '../ports/engineClient'
import { factsOf } from './eventFacts'
import { Ledger } from './ledger'
import { ledgerMaxBytes, ledgerVersion, packLedger, parseLedger, type WatchMark } from './ledgerFile'
import { type NamedImage, NameIndex } from './nameIndex'
import { gapSince, tailOf } from './watchGap'

/** The live list, as far as the ledger looks at it. */
export type ListedImages = {
  readonly size: number
  entry(id: ImageId): NamedImage | undefined
  entries(): Iterable<NamedImage>
  owners(name: string): readonly ImageId[]
  container(id: string): ListedContainer | undefined
  containers(): Iterable<ListedContainer>
  containersOf(id: ImageId): readonly ListedContainer[]
}

/** What a job of Strata knows better than events: an image that it brought, or found in a registry. */
export type Brought = {
  readonly imageId: ImageId
  readonly by?: CameBy
  readonly reference?: string
  /** Familiar `repository@digest`. */
  readonly repoDigest?: string
  /** When the job began, ms. */
  readonly since: number
}

type Source = Pick<EngineClient, 'pastEvents' | 'clockAhead' | 'info'>

/** An engine that is slow to tell its past does not hold up the list: what it does not tell is a gap. */
const pastPatienceMs = 3_000
const longestUnsavedMs = 60_000
/** Ends of containers that are asked for after a list, at most. */
const maxLooks = 50
/** What jobs told of images that are not listed yet. */
const maxWaiting = 200

/** The ledger of one engine and store: on disk, fed by whoever keeps the list of images. */
export class EngineLedger {
  readonly #file: CacheFile
  readonly #save: Debounced
  readonly #now: () => number
  readonly #loaded: Promise<void>
  #ledger = new Ledger()
  #names = new NameIndex()
  readonly #containers = new Map<string, { readonly image: ImageId; readonly ended: boolean }>()
  #waiting: readonly Brought[] = []
  #mark: WatchMark | undefined
  #source: Source | undefined
  /** Told, and not yet taken in: only then the mark moves on. */
  #heard: EngineEvent[] = []
  /** Nothing was missed before what was heard. */
  #isWhole = false
  #isSettled = false
  #past: Promise<void> = Promise.resolve()
  #abort = new AbortController()
  #savedAt: number

  constructor(folder: string, key: string, now: () => number) {
    this.#file = new CacheFile(engineFile(folder, 'ledger', key), ledgerVersion, ledgerMaxBytes)
    this.#save = new Debounced(5_000, async () => {
      this.#savedAt = now()
      await this.#file.write(this.#pack())
    })
    this.#savedAt = now()
    this.#now = now
    this.#loaded = this.#load()
  }

  async ready(): Promise<void> {
    await this.#loaded
  }

  /** A connection begins: asks for what was missed. */
  connected(source: Source): void {
    this.#abort.abort()
    const abort = new AbortController()
    this.#abort = abort
    this.#heard = []
    this.#isSettled = false
    this.#source = source
    this.#past = this.#loaded.then(async () => await this.#catchUp(source, abort.signal))
  }

  heard(event: EngineEvent): void {
    this.#heard.push(event)
  }

  /** The connection is lost or left: what happens from here on is not seen. */
  left(): void {
    this.#abort.abort()
    if (this.#source === undefined) return
    this.#source = undefined
    this.#heard = []
    if (this.#mark === undefined) return
    this.#mark = { ...this.#mark, until: this.#now() }
    this.#save.request()
  }

  /** Resolves when the engine's past is known, or won't be. */
  async caughtUp(): Promise<void> {
    await this.#past
  }

  /**
   * Takes in all that was heard, now that the list shows it. `changed`: images whose entries may differ; `whole`: the
   * list was read anew. Answers the images of which more is known now.
   */
  settle(images: ListedImages, changed: Iterable<ImageId>, whole: boolean): ReadonlySet<ImageId> {
    const source = this.#source
    const events = this.#heard
    if (source === undefined) return new Set()
    this.#heard = []
    const ledger = this.#ledger
    const at = this.#now()
    const facts = factsOf(events, {
      names: this.#names,
      now: (id) => images.entry(id),
      owners: (name) => ownersOf(images, name),
      sameRepository: (name) => matesOf(images, name),
      knew: (id) => ledger.has(id),
      imageOf: (id) => images.container(id)?.imageId ?? this.#containers.get(id)?.image,
      isWhole: this.#isWhole,
      tagMeansBuilt: Number.parseInt(source.info.version, 10) < 28 && this.#isWhole,
      local: (time) => this.#local(time),
    })
    for (const fact of facts) ledger.learn(fact)
    for (const id of changed) this.#listed(id, images.entry(id), at)
    if (whole) this.#reconcile(images, at)
    this.#follow(events, images)
    this.#takeWaiting(images)
    const last = events.at(-1)
    this.#isWhole = true
    this.#isSettled = true
    const tail = last === undefined ? this.#mark?.tail : tailOf(last)
    this.#mark = { until: at, ...(tail === undefined ? {} : { tail }) }
    const touched = ledger.takeTouched()
    if (touched.size > 0 || last !== undefined) this.#saveSoon()
    return touched
  }

  /** Stopped containers whose end nobody saw; an inspect tells it. */
  unknownEnds(images: ListedImages): readonly string[] {
    return [...images.containers()]
      .filter(({ id, state }) => /^(?:exited|dead)$/.test(state) && this.#containers.get(id)?.ended !== true)
      .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
      .slice(0, maxLooks)
      .map(({ id }) => id)
  }

  /** An inspect of a container: when it ended last. */
  sawEnd({ id, name, imageId, running, finished }: ListedContainer): ReadonlySet<ImageId> {
    if (!running) this.#containers.set(id, { image: imageId, ended: true })
    if (finished !== undefined && this.#ledger.has(imageId)) {
      const use = { at: this.#local(finished), how: 'ended', container: name } as const
      this.#ledger.learn({ type: 'used', id: imageId, use })
    }
    return this.#touched()
  }

  /** An inspect of an image: it was here and was named then. */
  sawTagged(id: ImageId, lastTagged: number): ReadonlySet<ImageId> {
    this.#ledger.learn({ type: 'here', id, at: this.#local(lastTagged), handled: false })
    if (this.#ledger.has(id))
      this.#ledger.learn({ type: 'here', id, at: this.#local(lastTagged), handled: true })
    return this.#touched()
  }

  /** Kept until the image is listed. */
  brought(images: ListedImages | undefined, what: Brought): ReadonlySet<ImageId> {
    this.#waiting = [...this.#waiting, what].slice(-maxWaiting)
    if (images !== undefined) this.#takeWaiting(images)
    return this.#touched()
  }

  /** Until what was missed is known it claims only what held when watching stopped. */
  row(id: ImageId, running: boolean): LedgerRow | undefined {
    return this.#ledger.row(id, running)
  }

  /** Undefined too until it is known what was missed before this connection. */
  view(id: ImageId, running: boolean): LedgerView | undefined {
    return this.#isSettled ? this.#ledger.view(id, running) : undefined
  }

  /** Of images that were removed too, as long as they are remembered. */
  origin(id: ImageId): ImageOrigin | undefined {
    return this.#ledger.origin(id)
  }

  async close(): Promise<void> {
    await this.#loaded
    this.left()
    await this.#save.flush()
  }

  async #catchUp(source: Source, signal: AbortSignal): Promise<void> {
    const mark = this.#mark
    const limit = AbortSignal.any([signal, AbortSignal.timeout(pastPatienceMs)])
    const since = mark?.tail?.time
    const past = await source
      .pastEvents({ ...(since === undefined ? {} : { since }), signal: limit })
      .catch(() => undefined)
    if (signal.aborted) return
    const gap = gapSince(mark, past, { now: this.#now(), local: (time) => this.#local(time) })
    this.#isWhole = gap === undefined
    if (gap !== undefined) this.#ledger.learn({ type: 'gap', gap })
    this.#heard = [...(past ?? []), ...this.#heard]
  }

  #listed(id: ImageId, image: NamedImage | undefined, at: number): void {
    const ledger = this.#ledger
    if (image === undefined) return ledger.learn({ type: 'gone', id, at })
    if (!ledger.has(id)) ledger.learn({ type: 'here', id, at, handled: true })
    this.#names.put(image)
    const [digest] = image.digests
    // The classic store knows a digest only of what was pulled or pushed; the other one makes them up for its own.
    if (digest === undefined || this.#source?.info.store !== 'classic') return
    if (ledger.entry(id)?.repoDigest === undefined) ledger.learn({ type: 'registry', id, repoDigest: digest })
  }

  #reconcile(images: ListedImages, at: number): void {
    for (const [id] of this.#ledger.entries()) {
      if (this.#ledger.has(id) && images.entry(id) === undefined) this.#ledger.learn({ type: 'gone', id, at })
    }
    for (const id of this.#containers.keys()) {
      if (images.container(id) === undefined) this.#containers.delete(id)
    }
    for (const container of images.containers()) this.#sawContainer(container)
    this.#names.tidy(images.entries(), images.size)
  }

  /** Its creation was a use, and its image was here then. */
  #sawContainer({ id, name, imageId, created, running }: ListedContainer): void {
    const ended = !running && this.#containers.get(id)?.ended === true
    this.#containers.set(id, { image: imageId, ended })
    if (created === undefined || !this.#ledger.has(imageId)) return
    const at = this.#local(created)
    this.#ledger.learn({ type: 'here', id: imageId, at, handled: false })
    this.#ledger.learn({ type: 'used', id: imageId, use: { at, how: 'created', container: name } })
  }

  /** Which image a container has is known before its last events come. */
  #follow(events: readonly EngineEvent[], images: ListedImages): void {
    for (const event of events) {
      if (event.type !== 'container') continue
      const { containerId: id, action } = event
      const image = images.container(id)?.imageId ?? this.#containers.get(id)?.image
      if (action === 'destroy') this.#containers.delete(id)
      else if (image !== undefined) {
        const ended = action === 'die' || (action !== 'start' && this.#containers.get(id)?.ended === true)
        this.#containers.set(id, { image, ended })
      }
    }
  }

  #takeWaiting(images: ListedImages): void {
    const left = this.#waiting.filter((what) => images.entry(what.imageId) === undefined)
    const listed = this.#waiting.filter((what) => !left.includes(what))
    this.#waiting = left
    for (const { imageId: id, by, reference, repoDigest, since } of listed) {
      const at = this.#now()
      if (!this.#ledger.has(id)) this.#ledger.learn({ type: 'here', id, at, handled: true })
      if (by !== undefined) this.#ledger.learnFromJob(id, { by, at, ...(reference && { reference }) }, since)
      if (repoDigest !== undefined) this.#ledger.learn({ type: 'registry', id, repoDigest })
    }
  }

  #touched(): ReadonlySet<ImageId> {
    const touched = this.#ledger.takeTouched()
    if (touched.size > 0) this.#saveSoon()
    return touched
  }

  /** An engine that is never quiet must not put it off for ever. */
  #saveSoon(): void {
    this.#save.request()
    if (this.#now() - this.#savedAt > longestUnsavedMs) void this.#save.flush()
  }

  /** The engine's time on our clock; what lies in the future of it is a clock that was set, and counts as now. */
  #local(time: number): number {
    return Math.min(time - (this.#source?.clockAhead ?? 0), this.#now())
  }

  async #load(): Promise<void> {
    const record = parseLedger(await this.#file.read())
    if (record === undefined) return
    this.#ledger = new Ledger(record.entries, record.gaps, record.blindUntil)
    this.#names = new NameIndex(record.names)
    for (const [id] of record.entries)
      if (this.#ledger.has(id)) this.#names.put({ id, tags: [], digests: [] })
    for (const [id, image, ended] of record.containers) this.#containers.set(id, { image, ended })
    this.#mark = record.watch
  }

  #pack(): ReturnType<typeof packLedger> {
    const mark: WatchMark | undefined =
      this.#source === undefined || this.#mark === undefined
        ? this.#mark
        : { ...this.#mark, until: this.#now() }
    return packLedger({
      ...(mark === undefined ? {} : { watch: mark }),
      gaps: this.#ledger.gaps,
      blindUntil: this.#ledger.blindUntil,
      entries: [...this.#ledger.entries()],
      names: [...this.#names.owners()],
      containers: [...this.#containers].map(([id, { image, ended }]) => [id, image, ended] as const),
    })
  }
}

function matesOf(images: ListedImages, name: string): readonly ImageId[] {
  const { repository } = referenceParts(name)
  return [...images.entries()]
    .filter(({ tags, digests }) =>
      [...tags, ...digests].some((text) => referenceParts(text).repository === repository),
    )
    .map(({ id }) => id)
}

/** Tags from the list's own index; a digest names what the list can't look up fast. */
function ownersOf(images: ListedImages, name: string): readonly ImageId[] {
  if (!name.includes('@')) return images.owners(name)
  return [...images.entries()].filter(({ digests }) => digests.includes(name)).map(({ id }) => id)
}

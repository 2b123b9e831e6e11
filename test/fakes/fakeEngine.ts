import type { DiskUsageFacts } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { referenceParts } from '@shared/domain/referenceParts'
import { type AppErrorCode, AppFailure, appError } from '@shared/errors'
import type { BuildEngine } from '../../main/ports/buildEngine'
import type { ContainerEngine } from '../../main/ports/containerEngine'
import type {
  EngineClient,
  EngineEvent,
  InspectedImage,
  ListedContainer,
  ListedHistory,
  ListedImage,
} from '../../main/ports/engineClient'
import type { TransferEngine } from '../../main/ports/transferEngine'
import { notFaked } from './notFaked'

export type FakeImage = {
  readonly id: string
  readonly parentId?: string
  readonly created: number
  readonly size: number
  readonly diffIds: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  readonly history: readonly ListedHistory[]
  readonly config: Partial<InspectedImage['config']>
  readonly raw?: unknown
}

const emptyConfig: InspectedImage['config'] = {
  entrypoint: [],
  cmd: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  onBuild: [],
  labels: new Map(),
}

/**
 * A small engine for unit tests: a reference store, images with parents, containers, and the classic store's rules of
 * removal (moby, daemon/images/image_delete.go) with its events. Real engines are met in test/engine.
 */
export class FakeEngine {
  readonly images = new Map<string, FakeImage>()
  /** Familiar reference (with tag or digest) -> image id. */
  readonly references = new Map<string, string>()
  readonly containers = new Map<string, ListedContainer>()
  /** Requests as `method argument`. */
  readonly requests: string[] = []
  /** Set: every request fails with it. */
  broken: AppErrorCode | undefined
  /** Called before each request takes effect: tests change things behind the app's back here. */
  before: (request: string) => void | Promise<void> = () => {}
  usage: DiskUsageFacts = { layersSize: 0, images: [], containers: [], volumes: [], buildCache: [] }
  /** Tests that move images or run containers put theirs here. */
  transfers: TransferEngine = notFaked('transfers')
  runs: ContainerEngine = notFaked('runs')
  builds: BuildEngine = notFaked('builds')
  readonly #listeners = new Set<(event: EngineEvent) => void>()
  #past: readonly EngineEvent[] = []
  #time = Date.UTC(2026, 0, 1)

  constructor(
    readonly store: ImageStore = 'classic',
    readonly version = '28.5.2',
    readonly id = 'ENGINE:ONE',
  ) {}

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The engine is started anew: it has forgotten what happened. */
  forgetEvents(): void {
    this.#past = []
  }

  emit(event: EngineEvent): void {
    this.#past = [...this.#past, event].slice(-256)
    for (const listener of this.#listeners) listener(event)
  }

  // What people do with the CLI.

  add(image: Partial<FakeImage> & { readonly id: string }, ...references: string[]): void {
    this.#time += 1_000
    this.images.set(image.id, {
      created: this.#time,
      size: 1_000,
      diffIds: [`sha256:${image.id.slice(7).split('').reverse().join('')}`],
      labels: new Map(),
      history: [],
      config: {},
      ...image,
    })
    if (references.length === 0 && this.version >= '28') this.#told('create', image.id)
    for (const reference of references) this.tag(image.id, reference)
  }

  tag(id: string, reference: string): void {
    this.references.set(reference, id)
    this.#told('tag', id, reference)
  }

  pull(id: string, reference: string): void {
    this.references.set(reference, id)
    this.emit({ type: 'image', action: 'pull', reference, time: this.#time })
  }

  run(container: Partial<ListedContainer> & { readonly id: string; readonly imageId: string }): void {
    const whole: ListedContainer = {
      name: container.id.slice(0, 8),
      state: container.running === true ? 'running' : 'exited',
      running: false,
      createdFrom: container.imageId,
      ...container,
    }
    this.containers.set(whole.id, whole)
    this.#happened(whole, 'create')
    if (whole.running) this.#happened(whole, 'start')
  }

  setRunning(id: string, running: boolean): void {
    const container = this.containers.get(id)
    if (container === undefined) return
    this.containers.set(id, { ...container, running, state: running ? 'running' : 'exited' })
    this.#happened(container, running ? 'start' : 'die')
  }

  removeContainer(id: string): void {
    const container = this.containers.get(id)
    if (container === undefined) return
    this.containers.delete(id)
    this.#happened(container, 'destroy')
  }

  // What it answers.

  client(): EngineClient {
    const ask = async (request: string, signal: AbortSignal | undefined): Promise<void> => {
      signal?.throwIfAborted()
      this.requests.push(request)
      await this.before(request)
      await Promise.resolve()
      signal?.throwIfAborted()
      if (this.broken !== undefined) throw new AppFailure(appError(this.broken, {}, { retryable: true }))
    }
    const noEvents = async function* (): AsyncIterable<EngineEvent> {}
    return {
      endpoint: {
        id: 'fake',
        name: 'fake',
        source: 'custom',
        kind: 'unix',
        host: 'unix:///fake',
        current: true,
      },
      info: {
        id: this.id,
        version: this.version,
        apiVersion: '1.51',
        os: 'linux',
        architecture: 'amd64',
        name: 'fake',
        store: this.store,
        storageDriver: 'overlay2',
        rootDir: '/fake',
      },
      listImages: async ({ references, signal }) => {
        await ask(references === undefined ? 'list' : `list ${references.join(' ')}`, signal)
        const asked = (image: ListedImage) =>
          references === undefined ||
          [...image.tags, ...image.repoDigests].some((name) => references.includes(name))
        const names = this.#allNames()
        return [...this.images.values()]
          .map((image) => this.#listed(image, names.get(image.id) ?? []))
          .filter(asked)
      },
      sharedSizes: async ({ signal }) => {
        await ask('sharedSizes', signal)
        const dangling = [...this.images.values()].filter((image) => this.#named(image.id).length === 0)
        return new Map(dangling.map(({ id, size }) => [id, { size, sharedSize: Math.floor(size / 4) }]))
      },
      listContainers: async ({ signal }) => {
        await ask('containers', signal)
        return [...this.containers.values()]
      },
      inspectContainer: async (id, { signal }) => {
        await ask(`container ${id}`, signal)
        return this.containers.get(id)
      },
      inspectImage: async (image, { signal }) => {
        await ask(`inspect ${image}`, signal)
        return this.#inspected(this.#find(image))
      },
      rawInspect: async (image, { signal }) => {
        await ask(`raw ${image}`, signal)
        const found = this.#find(image)
        return found.raw ?? { Id: found.id, RepoTags: this.#named(found.id) }
      },
      imageHistory: async (image, { signal }) => {
        await ask(`history ${image}`, signal)
        return this.#find(image).history
      },
      tagImage: async (id, repository, tag, { signal }) => {
        await ask(`tag ${id} ${repository}:${tag}`, signal)
        this.tag(this.#find(id).id, familiar(`${repository}:${tag}`))
      },
      removeImage: async (image, { force, noPrune, signal }) => {
        await ask(`remove ${image}${force ? ' force' : ''}`, signal)
        return this.remove(image, force, noPrune !== true)
      },
      layersSize: async ({ signal }) => {
        await ask('layersSize', signal)
        return [...this.images.values()].reduce((sum, { size }) => sum + size, 0)
      },
      diskUsage: async ({ signal }) => {
        await ask('diskUsage', signal)
        return this.usage
      },
      diskUsageBesideImages: async ({ signal }) => {
        await ask('diskUsageBesideImages', signal)
        const { containers, volumes, buildCache } = this.usage
        return { containers, volumes, buildCache }
      },
      diskUsageOfImages: async ({ signal }) => {
        await ask('diskUsageOfImages', signal)
        const { layersSize, images } = this.usage
        return { layersSize, images }
      },
      buildCache: async ({ signal }) => {
        await ask('buildCache', signal)
        return this.usage.buildCache
      },
      pruneBuildCache: async (ids, { signal }) => {
        await ask(`pruneBuildCache ${ids.join(' ')}`, signal)
        const isHeld = (id: string) =>
          this.usage.buildCache.some((record) => record.parents.includes(id) && !ids.includes(record.id))
        const kept = ids.filter(isHeld).map((id) => ({ id, why: 'children' as const }))
        const gone = ids.filter((id) => !isHeld(id))
        const buildCache = this.usage.buildCache.filter(({ id }) => !gone.includes(id))
        this.usage = { ...this.usage, buildCache }
        return { gone, kept }
      },
      contentSizes: async () => undefined,
      contentStore: async () => undefined,
      transfers: this.transfers,
      runs: this.runs,
      builds: () => this.builds,
      search: notFaked('search'),
      events: () => noEvents(),
      pastEvents: async ({ since = 0, signal }) => {
        signal?.throwIfAborted()
        if (this.broken !== undefined) throw new AppFailure(appError(this.broken, {}, { retryable: true }))
        return this.#past.filter(({ time }) => time >= since)
      },
      clockAhead: 0,
      close: () => {},
    }
  }

  /** Rules of the classic store. */
  remove(name: string, force: boolean, prune = true): { untagged: string[]; deleted: string[] } {
    const { id } = this.#find(name)
    const untagged: string[] = []
    const deleted: string[] = []
    const using = [...this.containers.values()].filter((container) => container.imageId === id)
    const untag = (reference: string) => {
      this.references.delete(reference)
      untagged.push(reference)
      this.#told('untag', id)
    }
    const byName = !(id.startsWith(name) || id.slice(7).startsWith(name))
    if (byName) {
      if (!force && isSingle(this.#named(id)) && using.length > 0) throw conflict('IMAGE_IN_USE_STOPPED')
      const reference = familiar(name)
      const { repository, digest } = referenceParts(reference)
      untag(reference)
      if (digest === undefined && !this.#tagsIn(id, repository)) {
        for (const other of this.#named(id)) {
          const parts = referenceParts(other)
          if (parts.repository === repository && parts.digest !== undefined) untag(other)
        }
      }
      if (this.#named(id).length > 0) return { untagged, deleted }
    } else if (isSingle(this.#named(id))) {
      this.#check(id, force, false)
      for (const reference of this.#named(id)) untag(reference)
    }
    this.#delete(id, { force, prune, quiet: byName }, untag, deleted)
    return { untagged, deleted }
  }

  #delete(
    id: string,
    how: { force: boolean; prune: boolean; quiet: boolean },
    untag: (reference: string) => void,
    deleted: string[],
  ): void {
    try {
      this.#check(id, how.force, !how.force)
    } catch (cause) {
      const used = [...this.containers.values()].some((container) => container.imageId === id)
      const dangling = this.#named(id).length === 0 && this.#children(id).length === 0
      if (how.quiet && (!dangling || used)) return
      throw cause
    }
    const parentId = this.images.get(id)?.parentId
    for (const reference of this.#named(id)) untag(reference)
    this.images.delete(id)
    deleted.push(id)
    this.#told('delete', id)
    if (how.prune && parentId !== undefined && this.images.has(parentId)) {
      this.#delete(parentId, { force: false, prune: true, quiet: true }, untag, deleted)
    }
  }

  #check(id: string, force: boolean, references: boolean): void {
    const using = [...this.containers.values()].filter((container) => container.imageId === id)
    if (this.#children(id).length > 0) throw conflict('IMAGE_HAS_CHILDREN')
    if (using.some((container) => container.running)) throw conflict('IMAGE_IN_USE_RUNNING')
    if (references && this.#named(id).length > 0) throw conflict('IMAGE_SEVERAL_REPOSITORIES')
    if (!force && using.length > 0) throw conflict('IMAGE_IN_USE_STOPPED')
  }

  #children(id: string): string[] {
    return [...this.images.values()].filter((image) => image.parentId === id).map((image) => image.id)
  }

  #named(id: string): string[] {
    return [...this.references].filter(([, owner]) => owner === id).map(([reference]) => reference)
  }

  #tagsIn(id: string, repository: string): boolean {
    return this.#named(id).some((reference) => {
      const parts = referenceParts(reference)
      return parts.repository === repository && parts.tag !== undefined && parts.digest === undefined
    })
  }

  #find(name: string): FakeImage {
    const named = this.references.get(name) ?? this.references.get(familiar(name))
    const id = named ?? [...this.images.keys()].find((key) => key === name || key.slice(7).startsWith(name))
    const found = id === undefined ? undefined : this.images.get(id)
    if (found === undefined) throw new AppFailure(appError('IMAGE_NOT_FOUND', { image: name }))
    return found
  }

  #allNames(): ReadonlyMap<string, readonly string[]> {
    const names = new Map<string, string[]>()
    for (const [reference, id] of this.references) {
      const known = names.get(id)
      if (known === undefined) names.set(id, [reference])
      else known.push(reference)
    }
    return names
  }

  #listed({ id, parentId, created, size, labels }: FakeImage, names: readonly string[]): ListedImage {
    return {
      id,
      tags: names.filter((name) => !name.includes('@')),
      repoDigests: names.filter((name) => name.includes('@')),
      ...(parentId === undefined ? {} : { parentId }),
      created,
      size,
      labels,
    }
  }

  #inspected(image: FakeImage): InspectedImage {
    const { labels, ...listed } = this.#listed(image, this.#named(image.id))
    return {
      ...listed,
      // Inspect knows fractions of a second.
      created: image.created + 123,
      size: this.store === 'containerd' ? Math.floor(image.size / 3) : image.size,
      os: 'linux',
      architecture: 'amd64',
      diffIds: image.diffIds,
      config: { ...emptyConfig, labels, ...image.config },
    }
  }

  #told(action: string, imageId: string, reference?: string): void {
    this.emit({ type: 'image', action, imageId, ...(reference && { reference }), time: this.#time })
  }

  #happened(container: ListedContainer, action: string): void {
    const { id, name, createdFrom } = container
    this.emit({ type: 'container', action, containerId: id, name, image: createdFrom, time: this.#time })
  }
}

function conflict(code: AppErrorCode): AppFailure {
  return new AppFailure(appError(code))
}

function familiar(name: string): string {
  const parsed = parseReference(name)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : name
}

/** All references in one repository, at most one of them a tag. */
function isSingle(references: readonly string[]): boolean {
  const parts = references.map((reference) => referenceParts(reference))
  const tags = parts.filter((part) => part.digest === undefined)
  return references.length > 0 && tags.length <= 1 && new Set(parts.map((part) => part.repository)).size === 1
}

import type { DiskUsageFacts } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import type { AppErrorCode } from '@shared/errors'
import type { BuildEngine } from '../../main/ports/buildEngine'
import type { ContainerEngine } from '../../main/ports/containerEngine'
import type { EngineClient, EngineEvent, ListedContainer } from '../../main/ports/engineClient'
import type { TransferEngine } from '../../main/ports/transferEngine'
import { clientOf } from './fakeClient'
import { type FakeImage, FakeImages } from './fakeImages'
import { FakeRemoval } from './fakeRemoval'
import { notFaked } from './notFaked'

/**
 * A small engine for unit tests: a reference store, images with parents, containers, and the classic store's rules of
 * removal with its events. Real engines are met in test/engine.
 */
export class FakeEngine {
  readonly #kept = new FakeImages()
  readonly images = this.#kept.all
  /** Familiar reference (with tag or digest) -> image id. */
  readonly references = this.#kept.references
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
    return clientOf(this, this.#kept, () => this.#past)
  }

  remove(
    name: string,
    force: boolean,
    prune = true,
  ): { readonly untagged: readonly string[]; readonly deleted: readonly string[] } {
    const place = {
      images: this.#kept,
      containers: this.containers,
      told: (action: string, id: string) => this.#told(action, id),
    }
    const { untagged, deleted } = new FakeRemoval(place).run(name, force, prune)
    return { untagged, deleted }
  }

  #told(action: string, imageId: string, reference?: string): void {
    this.emit({ type: 'image', action, imageId, ...(reference && { reference }), time: this.#time })
  }

  #happened(container: ListedContainer, action: string): void {
    const { id, name, createdFrom } = container
    this.emit({ type: 'container', action, containerId: id, name, image: createdFrom, time: this.#time })
  }
}

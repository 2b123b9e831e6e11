import type { ContentBase, RegistryWait } from '@shared/domain/contents'
import { sameEngine } from '../cleanup/sameEngine'
import type { PartRecords } from '../files/partRecords'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { EngineSession } from '../ports/engineSession'
import type { RegistryWaiting } from '../ports/registryClient'
import type { Contents } from './contents'
import { startCopy } from './copy/copyJob'
import { startFetch, startRead, startSaveOut } from './jobs'
import { type Handle, OpenImages, openedImage } from './opened'
import { createOpenings } from './openings'
import type { EngineInside } from './places/engineInside'
import { openEnginePlace } from './places/enginePlace'
import type { FetchedFiles } from './places/fetched'
import { openFilePlace } from './places/filePlace'
import type { OpenPlace, PlacedImage } from './places/place'
import { type OpenRegistry, openRegistryPlace } from './places/registryPlace'
import type { Analyst, ModelFacts } from './worker/analyst'
import { WorkerClient, type WorkerThread } from './worker/client'
import type { OpenArchive, OpenSaveStream } from './worker/openSources'

export type ContentsOptions = {
  readonly session: EngineSession
  readonly jobs: JobRegistry
  readonly spawn: () => WorkerThread
  readonly fetched: FetchedFiles
  readonly parts?: PartRecords
  readonly openArchive: OpenArchive
  readonly openSaveStream: OpenSaveStream
  readonly openRegistry: OpenRegistry
  /** A registry asks to wait, whatever of the image is being read. */
  readonly onWait: (waiting: RegistryWait) => void
  readonly inside: (image: string, options: { readonly signal: AbortSignal }) => Promise<EngineInside>
  /** Who of the engine of now has the lowest layers of an image that lies elsewhere; undefined without an engine. */
  readonly neighbours: (
    diffIds: readonly string[],
    options: { readonly signal: AbortSignal },
  ) => Promise<Neighbours | undefined>
  /** Path of a grant. @throws AppFailure GRANT_UNKNOWN */
  readonly pathOf: (grant: string) => string
  /** `linux/amd64`: which of an index's images is opened when nobody says. */
  readonly platform: string
  readonly log: (line: string) => void
}

export type Neighbours = {
  /** By layer: other images that have it on the same layers. */
  readonly sharedBy: readonly number[]
  readonly base?: Omit<ContentBase, 'bytes'>
}

type Asked = { readonly signal: AbortSignal }

export function createContents(options: ContentsOptions): Contents {
  const { session, jobs, spawn, fetched, platform, log } = options
  const images = new OpenImages()
  const openings = createOpenings()
  const worker = new WorkerClient<Analyst>(spawn, (error) => {
    log(`the worker that reads images ended: ${error instanceof Error ? error.message : 'no reason given'}`)
    images.clear()
  })
  const never = new AbortController().signal

  async function openPlace(
    place: Parameters<Contents['open']>[0],
    asked: Asked & { readonly choice?: string },
  ): Promise<OpenPlace> {
    switch (place.type) {
      case 'file':
        return await openFilePlace(
          { worker, fetched, platform, openArchive: options.openArchive },
          options.pathOf(place.grant),
          asked,
        )
      case 'registry': {
        const { reference } = place
        const onWait = (waiting: RegistryWaiting) =>
          options.onWait({ reference, reason: waiting.reason, until: waiting.until })
        const world = { worker, open: options.openRegistry, platform, onWait }
        return await openRegistryPlace(world, reference, asked)
      }
      case 'engine': {
        const client = sameEngine(session)
        return await openEnginePlace(
          { worker, fetched, client, inside: options.inside, openSaveStream: options.openSaveStream },
          place.image,
          asked,
        )
      }
    }
  }

  /** Tells the worker what the handle stands for, and which of its layers are indexed. */
  async function known({ handle, place }: Handle, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const image = place.image()
    if (image === undefined) return new Set()
    const diffIds = image.layers.map(({ diffId }) => diffId)
    const around =
      place.type === 'engine'
        ? undefined
        : await options.neighbours(diffIds, { signal }).catch(() => undefined)
    await worker.call('note', { handle, facts: modelOf(image, around) }, { signal })
    return new Set(await worker.call('known', { diffIds }, { signal }))
  }

  async function forget({ handle, place }: Handle): Promise<void> {
    await place.close().catch(() => undefined)
    await worker.call('forget', { handle }, { signal: never }).catch(() => undefined)
  }

  const world = { jobs, worker, known }
  const copyWorld = {
    jobs,
    client: () => session.client(),
    parts: options.parts,
    openSaveStream: options.openSaveStream,
  }
  return {
    async open(place, options) {
      const stopped = openings.start(place)
      const signal = AbortSignal.any([options.signal, stopped.signal])
      const asked = { ...options, signal }
      let opened: Handle
      try {
        opened = images.add(await openPlace(place, asked))
      } catch (error) {
        throw stopped.signal.aborted ? stopped.signal.reason : error
      } finally {
        stopped.done()
      }
      for (const old of images.excess()) {
        images.take(old.handle)
        await forget(old)
      }
      return openedImage(opened, await known(opened, options.signal))
    },
    stopOpening: (place) => ({ stopped: openings.stop(place) }),
    async state(handle, { signal }) {
      const opened = images.get(handle)
      return openedImage(opened, await known(opened, signal))
    },
    async close(handle) {
      const opened = images.take(handle)
      if (opened !== undefined) await forget(opened)
      return { closed: opened !== undefined }
    },
    read: (handle, { also, raise }) =>
      startRead(world, images.get(handle), { raise, also: also.map((other) => images.get(other)) }),
    fetch: (handle) => startFetch(world, images.get(handle)),
    saveOut: (handle, place) => startSaveOut(world, images.get(handle), place),
    copy: (handle, to, what) => startCopy(copyWorld, images.get(handle), to, what),
    layers: async (handle, asked) => await worker.call('layers', { handle: has(handle) }, asked),
    tree: async (handle, rows, asked) => await worker.call('tree', { handle: has(handle), ...rows }, asked),
    find: async (handle, at, asked) => await worker.call('find', { handle: has(handle), ...at }, asked),
    details: async (handle, at, asked) => await worker.call('details', { handle: has(handle), ...at }, asked),
    waste: async (handle, asked) => await worker.call('waste', { handle: has(handle) }, asked),
    nameOf: async (handle, at, asked) => {
      const { name } = await worker.call('locate', { handle: has(handle), ...at }, asked)
      return name === '' ? images.get(handle).place.name : name
    },
    async file(handle, { from, count, ...at }, { signal }) {
      const { place } = images.get(handle)
      const {
        path,
        kind,
        size,
        target,
        data: place0,
        tarBytes,
      } = await worker.call('locate', { handle, ...at }, { signal })
      if (place0 === undefined) {
        return { type: 'noFile', path, kind, ...(target === undefined ? {} : { target }) }
      }
      const data = await place.data([place0.position], signal)
      if (data.type === 'needsFetch') {
        return {
          type: 'needsFetch',
          path,
          size,
          ...(data.bytes === undefined
            ? {}
            : { fetchBytes: data.isAtLeast === true ? Math.max(data.bytes, tarBytes) : data.bytes }),
        }
      }
      const transfer = data.type === 'ports' ? data.ports.filter((port) => port !== undefined) : []
      const part = await worker.call('part', { handle, ...place0, from, count, data }, { signal, transfer })
      return { type: 'bytes', path, size, from, ...part }
    },
    compare: async (sides, asked) => await worker.call('compare', both(sides), asked),
    compareTree: async (sides, rows, asked) =>
      await worker.call('compareTree', { ...both(sides), ...rows }, asked),
    compareFind: async (sides, place, asked) =>
      await worker.call('compareFind', { ...both(sides), ...place }, asked),
    compareText: async (sides, format, asked) =>
      await worker.call('compareText', { ...both(sides), format }, asked),
    async closeAll() {
      await Promise.all(images.all().map(async ({ place }) => await place.close().catch(() => undefined)))
      images.clear()
      await worker.close()
    },
  }

  /** @throws AppFailure CONTENTS_GONE */
  function has(handle: string): string {
    return images.get(handle).handle
  }

  function both({ left, right }: { readonly left: string; readonly right: string }) {
    return { left: has(left), right: has(right) }
  }
}

function modelOf(image: PlacedImage, around: Neighbours | undefined): ModelFacts {
  const { name, layers, config, isPaired, problems } = image
  const base = image.base ?? around?.base
  return {
    name,
    layers: layers.map((layer, at) => ({ ...layer, sharedBy: around?.sharedBy[at] ?? layer.sharedBy })),
    config,
    isPaired,
    problems,
    ...(base === undefined ? {} : { base }),
  }
}

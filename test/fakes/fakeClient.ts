import { AppFailure, appError } from '@shared/errors'
import type { EngineClient, EngineEvent, ListedImage } from '../../main/ports/engineClient'
import type { FakeEngine } from './fakeEngine'
import { type FakeImages, familiar, listed } from './fakeImages'
import { notFaked } from './notFaked'

/** What the engine answers; each request is noted, and can be made to fail. */
export function clientOf(
  engine: FakeEngine,
  images: FakeImages,
  past: () => readonly EngineEvent[],
): EngineClient {
  const ask = async (request: string, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted()
    engine.requests.push(request)
    await engine.before(request)
    await Promise.resolve()
    signal?.throwIfAborted()
    if (engine.broken !== undefined) throw new AppFailure(appError(engine.broken, {}, { retryable: true }))
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
      id: engine.id,
      version: engine.version,
      apiVersion: '1.51',
      os: 'linux',
      architecture: 'amd64',
      name: 'fake',
      store: engine.store,
      storageDriver: 'overlay2',
      rootDir: '/fake',
    },
    listImages: async ({ references, signal }) => {
      await ask(references === undefined ? 'list' : `list ${references.join(' ')}`, signal)
      const asked = (image: ListedImage) =>
        references === undefined ||
        [...image.tags, ...image.repoDigests].some((name) => references.includes(name))
      const names = images.allNames()
      return [...images.all.values()].map((image) => listed(image, names.get(image.id) ?? [])).filter(asked)
    },
    sharedSizes: async ({ signal }) => {
      await ask('sharedSizes', signal)
      const dangling = [...images.all.values()].filter((image) => images.named(image.id).length === 0)
      return new Map(dangling.map(({ id, size }) => [id, { size, sharedSize: Math.floor(size / 4) }]))
    },
    listContainers: async ({ signal }) => {
      await ask('containers', signal)
      return [...engine.containers.values()]
    },
    inspectContainer: async (id, { signal }) => {
      await ask(`container ${id}`, signal)
      return engine.containers.get(id)
    },
    inspectImage: async (image, { signal }) => {
      await ask(`inspect ${image}`, signal)
      return images.inspected(images.find(image), engine.store)
    },
    rawInspect: async (image, { signal }) => {
      await ask(`raw ${image}`, signal)
      const found = images.find(image)
      return found.raw ?? { Id: found.id, RepoTags: images.named(found.id) }
    },
    imageHistory: async (image, { signal }) => {
      await ask(`history ${image}`, signal)
      return images.find(image).history
    },
    tagImage: async (id, repository, tag, { signal }) => {
      await ask(`tag ${id} ${repository}:${tag}`, signal)
      engine.tag(images.find(id).id, familiar(`${repository}:${tag}`))
    },
    removeImage: async (image, { force, noPrune, signal }) => {
      await ask(`remove ${image}${force ? ' force' : ''}`, signal)
      return engine.remove(image, force, noPrune !== true)
    },
    layersSize: async ({ signal }) => {
      await ask('layersSize', signal)
      return [...images.all.values()].reduce((sum, { size }) => sum + size, 0)
    },
    diskUsage: async ({ signal }) => {
      await ask('diskUsage', signal)
      return engine.usage
    },
    diskUsageBesideImages: async ({ signal }) => {
      await ask('diskUsageBesideImages', signal)
      const { containers, volumes, buildCache } = engine.usage
      return { containers, volumes, buildCache }
    },
    diskUsageOfImages: async ({ signal }) => {
      await ask('diskUsageOfImages', signal)
      const { layersSize, images } = engine.usage
      return { layersSize, images }
    },
    buildCache: async ({ signal }) => {
      await ask('buildCache', signal)
      return engine.usage.buildCache
    },
    pruneBuildCache: async (ids, { signal }) => {
      await ask(`pruneBuildCache ${ids.join(' ')}`, signal)
      const isHeld = (id: string) =>
        engine.usage.buildCache.some((record) => record.parents.includes(id) && !ids.includes(record.id))
      const kept = ids.filter(isHeld).map((id) => ({ id, why: 'children' as const }))
      const gone = ids.filter((id) => !isHeld(id))
      const buildCache = engine.usage.buildCache.filter(({ id }) => !gone.includes(id))
      engine.usage = { ...engine.usage, buildCache }
      return { gone, kept }
    },
    contentSizes: async () => undefined,
    contentStore: async () => undefined,
    transfers: engine.transfers,
    runs: engine.runs,
    builds: () => engine.builds,
    search: notFaked('search'),
    events: () => noEvents(),
    pastEvents: async ({ since = 0, signal }) => {
      signal?.throwIfAborted()
      if (engine.broken !== undefined) throw new AppFailure(appError(engine.broken, {}, { retryable: true }))
      return past().filter(({ time }) => time >= since)
    },
    clockAhead: 0,
    close: () => {},
  }
}

import { MessageChannel } from 'node:worker_threads'
import type { HistoryEntry, SourcedConfig, SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { EngineClient, InspectedImage } from '../../ports/engineClient'
import type { SourceContent } from '../../ports/imageSource'
import type { Analyst, ModelLayer } from '../worker/analyst'
import { sendPoured } from '../worker/bytePort'
import type { WorkerClient } from '../worker/client'
import type { OpenSaveStream } from '../worker/openSources'
import type { EngineInside } from './engineInside'
import type { FetchedFiles } from './fetched'
import type { Cost, OpenPlace, PlacedImage } from './place'

export type EngineWorld = {
  readonly worker: WorkerClient<Analyst>
  readonly fetched: FetchedFiles
  /** The engine on which the image was opened; ENGINE_LOST when the app is on another by now. */
  readonly client: () => EngineClient
  readonly openSaveStream: OpenSaveStream
  readonly inside: (image: string, options: { readonly signal: AbortSignal }) => Promise<EngineInside>
}

/** An image of the engine: what it is comes from inspect and history, its layers by one save. */
export async function openEnginePlace(
  { worker, fetched, client, inside, openSaveStream }: EngineWorld,
  image: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<OpenPlace> {
  const facts = await inside(image, { signal })
  const { inspected } = facts
  const { store } = client().info
  let placed = placedOf(facts, image)
  let content: SourceContent | undefined
  let sourceId: string | undefined
  let imageId: string | undefined

  /** Saved once before, perhaps in an earlier run. */
  const openFetched = async (asked: AbortSignal): Promise<void> => {
    if (sourceId !== undefined) return
    const path = await fetched.pathOf(inspected.id)
    if (path === undefined) return
    const opened = await worker.call('openFile', { path }, { signal: asked })
    const found = opened.content?.images.find((each) => isSame(each, placed))
    if (found === undefined) {
      await worker.call('closeSource', { sourceId: opened.sourceId }, { signal: asked })
      await fetched.drop(inspected.id)
      return
    }
    sourceId = opened.sourceId
    imageId = found.id
  }

  /**
   * A save sends all of it, whatever of it is known. A classic store tells the bytes of the files alone; the containerd store more
   * than it sends, which is the layers as they were pulled.
   */
  const costOf = (): Cost => {
    const stored = storedBytes(placed.layers)
    if (stored !== undefined) return { bytes: stored, isAbout: true }
    return { bytes: inspected.size, isAbout: true, ...(store === 'classic' ? { isAtLeast: true } : {}) }
  }

  return {
    type: 'engine',
    name: placed.name,
    image: () => placed,
    tree: () => content?.tree,
    damage: () => content?.problems ?? [],
    cost: () => costOf(),
    read: async ({ signal: stop, raise, also, progress }) => {
      const { port1, port2 } = new MessageChannel()
      const ids = [...new Set([inspected.id, ...also])]
      sendPoured(
        port1,
        async (sink, stopped) => await client().transfers.saveInto(ids, sink, { signal: stopped }),
        stop,
      )
      const input = { bytes: port2, raise, wanted: ids }
      const outcome = await worker.call('readSave', input, { signal: stop, transfer: [port2], progress })
      content = outcome.content
      placed = withBlobs(placed, content)
      return outcome
    },
    data: async (_positions, stop) => {
      await openFetched(stop)
      return sourceId === undefined || imageId === undefined
        ? { type: 'needsFetch', ...costOf() }
        : { type: 'source', sourceId, imageId }
    },
    fetch: async ({ signal: stop, progress }) => {
      const bytes = client().transfers.save([inspected.id], { signal: stop })
      const got = await fetched.keep(inspected.id, bytes, {
        expected: inspected.size,
        signal: stop,
        progress,
      })
      await openFetched(stop)
      if (sourceId === undefined) {
        throw new AppFailure(appError('CONTENTS_INCOMPLETE', { name: placed.name.slice(0, 300) }))
      }
      return got
    },
    copySource: async () => {
      const save = (stop: AbortSignal) => client().transfers.save([placed.name], { signal: stop })
      const wanted = [placed.name]
      const source = openSaveStream(save, wanted)
      return await Promise.resolve({
        source,
        image: undefined,
        whole: { type: 'passing', bytes: save, wanted },
        close: async () => await source.close(),
      })
    },
    close: async () => {
      if (sourceId === undefined) return
      await worker.call('closeSource', { sourceId }, { signal: new AbortController().signal })
    },
  }
}

/** A layer that is in it twice is sent once. Undefined where one of them is not known. */
function storedBytes(layers: readonly ModelLayer[]): number | undefined {
  const each = new Map(layers.map(({ diffId, storedBytes: bytes }) => [diffId, bytes]))
  return [...each.values()].reduce<number | undefined>(
    (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  )
}

function isSame({ config }: SourcedImage, { layers }: PlacedImage): boolean {
  return (
    config.diffIds.length === layers.length && layers.every(({ diffId }, at) => diffId === config.diffIds[at])
  )
}

/** Compressed blobs, where the engine's store has them. */
function withBlobs(placed: PlacedImage, { images }: SourceContent): PlacedImage {
  const found = images.find((image) => isSame(image, placed))
  if (found === undefined) return placed
  const layers = placed.layers.map((layer, at): ModelLayer => {
    const stored = found.layers[at]
    return {
      ...layer,
      ...(stored?.blob === undefined ? {} : { blobDigest: stored.blob.digest }),
      ...(stored?.storedBytes === undefined ? {} : { storedBytes: stored.storedBytes }),
    }
  })
  const { id: treeId, configDigest, problems } = found
  return { ...placed, treeId, layers, configDigest, problems }
}

function placedOf(facts: EngineInside, asked: string): PlacedImage {
  const { inspected, sharedBy, base } = facts
  const { diffIds, tags, created } = inspected
  const config = configOf(facts)
  const platform = config.platform
  return {
    name: tags.includes(asked) ? asked : (tags[0] ?? inspected.repoDigests[0] ?? inspected.id),
    references: tags,
    id: inspected.id,
    ...(platform === undefined ? {} : { platform }),
    ...(created === undefined ? {} : { created }),
    layers: diffIds.map((diffId, at) => ({ diffId, sharedBy: sharedBy[at] ?? 0 })),
    config,
    isPaired: isPaired(facts),
    problems: [],
    ...(base === undefined ? {} : { base }),
  }
}

function isPaired({ inspected, steps }: EngineInside): boolean {
  const made = steps.filter((step) => typeof step === 'number').length
  return steps.every((step) => step !== undefined) && made === inspected.diffIds.length
}

function configOf(facts: EngineInside): SourcedConfig {
  const { inspected, history, steps } = facts
  const { config, author, created, diffIds } = inspected
  const oldestFirst = [...history].reverse()
  return {
    ...config,
    ...(created === undefined ? {} : { created }),
    ...(author === undefined ? {} : { author }),
    platform: platformOf(inspected),
    diffIds,
    history: oldestFirst.map(
      (step, at): HistoryEntry => ({
        createdBy: step.createdBy,
        comment: step.comment,
        emptyLayer: steps[at] === 'empty',
        ...(step.created === undefined ? {} : { created: step.created }),
      }),
    ),
  }
}

function platformOf({ os, architecture, variant }: InspectedImage): string {
  return [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join('/')
}

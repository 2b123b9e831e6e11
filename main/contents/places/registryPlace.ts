import { MessageChannel } from 'node:worker_threads'
import type { ManifestNode, SourcedImage, SourcedLayer } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { RegistryReader, RegistrySource, RegistryWaiting } from '../../ports/registryClient'
import type { Analyst, ReadOutcome } from '../worker/analyst'
import { sendBytes } from '../worker/bytePort'
import type { WorkerClient } from '../worker/client'
import { readChosen } from './chosen'
import type { OpenPlace, PlacedImage, ReadContext } from './place'
import { placedOf } from './sourced'

export type OpenRegistry = RegistryReader['open']

export type RegistryWorld = {
  readonly worker: WorkerClient<Analyst>
  readonly open: OpenRegistry
  readonly platform: string
  /** A registry asks to wait; also later, while layers are read. */
  readonly onWait: (waiting: RegistryWaiting) => void
}

/** An image read from its registry, layer by layer, with no pull. @throws AppFailure REGISTRY_*, CONTENTS_NO_IMAGE */
export async function openRegistryPlace(
  { worker, open, platform, onWait }: RegistryWorld,
  reference: string,
  { signal, choice }: { readonly signal: AbortSignal; readonly choice?: string },
): Promise<OpenPlace> {
  const source = open(reference, { onWait })
  try {
    const outline = await source.outline({ signal })
    const asked = { platform, signal, ...(choice === undefined ? {} : { choice }) }
    const { image, tree } = await readChosen(source, outline, asked)
    if (image === undefined) {
      throw new AppFailure(appError('CONTENTS_NO_IMAGE', { name: reference.slice(0, 300) }))
    }
    return registryPlace({ worker, source, tree, image, reference })
  } catch (error) {
    await source.close()
    throw error
  }
}

type Opened = {
  readonly worker: WorkerClient<Analyst>
  readonly source: RegistrySource
  readonly tree: readonly ManifestNode[]
  readonly image: SourcedImage
  readonly reference: string
}

function registryPlace({ worker, source, tree, image, reference }: Opened): OpenPlace {
  const placed: PlacedImage = placedOf(image, reference)
  const readable = image.layers.filter(({ isForeign, diffId }) => !isForeign && diffId !== undefined)
  const portOf = (layer: SourcedLayer, signal: AbortSignal) => {
    const { port1, port2 } = new MessageChannel()
    sendBytes(port1, (stopped) => source.layer(layer, { signal: stopped }), signal)
    return port2
  }
  return {
    type: 'registry',
    name: reference,
    image: () => placed,
    tree: () => tree,
    // What is not read is not known to be damaged; what is, is refused.
    damage: () => [],
    cost: (unread) => ({ bytes: bytesOf(readable, unread), isAbout: false }),
    read: async (context) => await readLayers(worker, portOf, readable, context),
    data: async (positions, signal) => {
      const wanted = new Set(positions)
      const ports = readable.map((layer, at) => (wanted.has(at) ? portOf(layer, signal) : undefined))
      return await Promise.resolve({ type: 'ports' as const, ports })
    },
    fetch: async () => await Promise.resolve(0),
    // The source is the place's own and lives on.
    copySource: async () =>
      await Promise.resolve({
        source,
        image,
        whole: { type: 'blobs', source },
        close: async () => await Promise.resolve(),
      }),
    close: async () => await source.close(),
  }
}

function bytesOf(layers: readonly SourcedLayer[], unread: ReadonlySet<string>): number {
  const each = new Map(layers.map(({ diffId = '', storedBytes = 0 }) => [diffId, storedBytes]))
  return [...unread].reduce((sum, diffId) => sum + (each.get(diffId) ?? 0), 0)
}

/** One after the other: a layer is inflated and hashed while it comes, and that takes a core. */
async function readLayers(
  worker: WorkerClient<Analyst>,
  portOf: (layer: SourcedLayer, signal: AbortSignal) => MessageChannel['port2'],
  layers: readonly SourcedLayer[],
  { signal, raise, known, progress }: ReadContext,
): Promise<ReadOutcome> {
  const done = new Set(known)
  const unread = layers.filter(({ diffId = '' }) => {
    const isNew = !done.has(diffId)
    done.add(diffId)
    return isNew
  })
  let bytes = 0
  let entries = 0
  for (const [at, layer] of unread.entries()) {
    const port = portOf(layer, signal)
    const { diffId, key, blob } = layer
    const input = { bytes: port, raise, blob: blob?.digest ?? key, ...(diffId && { diffId }) }
    const before = { bytes, entries }
    const answer = await worker.call('readBlob', input, {
      signal,
      transfer: [port],
      progress: (part) =>
        progress({
          bytes: before.bytes + part.bytes,
          entries: before.entries + part.entries,
          layer: { number: at + 1, of: unread.length },
        }),
    })
    bytes += answer.bytes
    entries += answer.entries
  }
  return { read: unread.length, known: layers.length - unread.length, bytes, entries }
}

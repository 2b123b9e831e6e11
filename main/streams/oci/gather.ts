import type { SourcedConfig } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import { maxConfigBytes, readConfig } from './config'
import { type DockerImage, readDockerManifest } from './dockerManifest'
import { hasTooManyValues, type OciDocument, readDocument } from './document'
import { maxDepth, maxDocumentsBytes, maxNodes } from './limits'
import { type IndexEntry, maxManifestBytes } from './manifest'
import { type Place, type Placed, pathOf, type StoredDocument } from './place'

export type ReadDocument = StoredDocument & { readonly document: OciDocument }
/** `config` undefined: no such thing can be read from the bytes. */
export type ReadConfig = StoredDocument & { readonly config?: SourcedConfig }

/** All that an index and the manifests below it say, before anything is made of it. */
export type Gathered = {
  readonly name: string
  /** Of `index.json`. */
  readonly index?: readonly IndexEntry[]
  /** Of `manifest.json`. */
  readonly docker?: readonly DockerImage[]
  /** By path, as all of these. */
  readonly documents: ReadonlyMap<string, ReadDocument>
  readonly configs: ReadonlyMap<string, ReadConfig>
  /** Layers, and what attestations say; absent: not here. */
  readonly files: ReadonlyMap<string, Placed>
  /** Why a document could not be read, where that is known. */
  readonly failures: readonly AppFailure[]
}

/**
 * Reads documents, and looks at layers without reading them.
 * @throws AppFailure SOURCE_NO_IMAGE {name}, SOURCE_DOCUMENT_INVALID {blob}, SOURCE_DOCUMENT_TOO_LARGE, SOURCE_TOO_MANY; the
 * signal's reason
 */
export async function gather(place: Place, signal: AbortSignal): Promise<Gathered> {
  const indexFile = await place.document('index.json', maxManifestBytes)
  const dockerFile = await place.document('manifest.json', maxManifestBytes)
  if (indexFile === undefined && dockerFile === undefined) {
    throw new AppFailure(appError('SOURCE_NO_IMAGE', { name: place.name }))
  }
  const root = indexFile === undefined ? undefined : readDocument(indexFile.bytes, '')
  const index = root?.type === 'index' ? root.entries : undefined
  const docker = dockerFile === undefined ? undefined : readDockerManifest(dockerFile.bytes)
  if (index === undefined && docker === undefined) {
    const blob = indexFile === undefined ? 'manifest.json' : 'index.json'
    throw new AppFailure(appError('SOURCE_DOCUMENT_INVALID', { blob }))
  }
  const reader = gatherer(place, signal)
  await reader.index(index ?? [], 0)
  for (const image of docker ?? []) await reader.docker(image)
  return {
    ...reader.gathered,
    name: place.name,
    ...(index === undefined ? {} : { index }),
    ...(docker === undefined ? {} : { docker }),
  }
}

function gatherer(place: Place, signal: AbortSignal) {
  const documents = new Map<string, ReadDocument>()
  const configs = new Map<string, ReadConfig>()
  const files = new Map<string, Placed>()
  const failures: AppFailure[] = []
  let bytes = 0
  let seen = 0

  const read = async (path: string, maxBytes: number): Promise<StoredDocument | undefined> => {
    signal.throwIfAborted()
    seen += 1
    if (seen > maxNodes) {
      throw new AppFailure(appError('SOURCE_TOO_MANY', { name: place.name, limit: maxNodes }))
    }
    try {
      const found = await place.document(path, maxBytes)
      bytes += found?.bytes.length ?? 0
      if (bytes > maxDocumentsBytes) throw tooLarge(place.name, maxDocumentsBytes)
      return found
    } catch (error) {
      if (bytes > maxDocumentsBytes || !(error instanceof AppFailure)) throw error
      failures.push(error)
      return undefined
    }
  }
  const look = async (path: string) => {
    signal.throwIfAborted()
    const placed = files.has(path) ? undefined : await place.look(path)
    if (placed !== undefined) files.set(path, placed)
  }
  const config = async (path: string) => {
    if (configs.has(path)) return
    const found = await read(path, maxConfigBytes)
    if (found === undefined) return
    const readOne = hasTooManyValues(found.bytes) ? undefined : readConfig(found.bytes)
    configs.set(path, { ...found, ...(readOne === undefined ? {} : { config: readOne }) })
  }
  const index = async (entries: readonly IndexEntry[], depth: number): Promise<void> => {
    for (const entry of entries) {
      const path = pathOf(entry.digest)
      if (documents.has(path) || depth > maxDepth) continue
      const found = await read(path, maxManifestBytes)
      if (found === undefined) continue
      const document = readDocument(found.bytes, entry.mediaType)
      documents.set(path, { ...found, document })
      if (document.type === 'index') await index(document.entries, depth + 1)
      if (document.type !== 'image') continue
      await config(pathOf(document.config.digest))
      for (const layer of document.layers)
        await (entry.attestation !== undefined ? checkSmall : look)(pathOf(layer.digest))
    }
  }
  /** What an attestation says is small, and nobody else reads it. */
  const checkSmall = async (path: string) => {
    await look(path)
    const placed = files.get(path)
    if (placed === undefined || placed.digest !== undefined || placed.size > maxManifestBytes) return
    const found = await read(path, maxManifestBytes)
    if (found !== undefined) files.set(path, { ...placed, digest: found.digest })
  }
  return {
    gathered: { documents, configs, files, failures },
    index,
    docker: async (image: DockerImage) => {
      await config(image.config)
      for (const path of image.layers) await look(path)
    },
  }
}

export function tooLarge(blob: string, maxBytes: number): AppFailure {
  return new AppFailure(
    appError('SOURCE_DOCUMENT_TOO_LARGE', { blob: blob.slice(0, 200), limit: maxBytes / 1_048_576 }),
  )
}

import type { BlobDescriptor } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { WholeRoot, WholeSource } from '../../ports/wholeSource'
import { tooLarge } from '../../streams/oci/gather'
import { maxDepth, maxDocumentsBytes, maxNodes } from '../../streams/oci/limits'
import { readManifest } from '../../streams/oci/manifest'
import { isForeignLayer } from '../../streams/oci/mediaTypes'

/** All that an index leads to and that is there. */
export type WholeTree = {
  /** Indexes and manifests, by digest. */
  readonly documents: ReadonlyMap<string, Uint8Array>
  /** Configs, layers and what attestations say, by digest, in the order in which they are named. */
  readonly blobs: ReadonlyMap<string, BlobDescriptor>
}

type Manifest = Extract<ReturnType<typeof readManifest>, { type: 'image' }>

/**
 * Reads every document below a root. A platform of which nothing is here stays what it is in its index: named, and not here.
 * @throws AppFailure SOURCE_BLOB_MISSING {blob}: an image lacks a part; SOURCE_TOO_MANY, SOURCE_DOCUMENT_TOO_LARGE, what the
 * source throws
 */
export async function wholeTree(
  source: WholeSource,
  root: WholeRoot,
  signal: AbortSignal,
): Promise<WholeTree> {
  const documents = new Map<string, Uint8Array>()
  const blobs = new Map<string, BlobDescriptor>()
  let nodes = 0
  let held = 0
  const visit = async (wanted: BlobDescriptor, depth: number): Promise<void> => {
    signal.throwIfAborted()
    if (documents.has(wanted.digest) || depth > maxDepth) return
    nodes += 1
    if (nodes > maxNodes) {
      throw new AppFailure(appError('SOURCE_TOO_MANY', { name: wanted.digest, limit: maxNodes }))
    }
    const bytes = await source.manifest(wanted, { signal })
    if (bytes === undefined) return
    held += bytes.length
    if (held > maxDocumentsBytes) throw tooLarge(wanted.digest, maxDocumentsBytes)
    documents.set(wanted.digest, bytes)
    const document = readManifest(bytes, wanted.mediaType)
    if (document.type === 'index') for (const entry of document.entries) await visit(entry, depth + 1)
    if (document.type === 'image')
      for (const part of await partsOf(source, document)) blobs.set(part.digest, part)
  }
  if (root.type === 'named') await visit(root.descriptor, 0)
  else {
    const index = readManifest(root.bytes, '')
    if (index.type !== 'index') {
      throw new AppFailure(appError('SOURCE_DOCUMENT_INVALID', { blob: 'index.json' }))
    }
    for (const entry of index.entries) await visit(entry, 1)
  }
  return { documents, blobs }
}

/** Config and layers; nothing for a platform that was not pulled. Foreign layers are never fetched. */
async function partsOf(
  source: WholeSource,
  { config, layers }: Manifest,
): Promise<readonly BlobDescriptor[]> {
  const own = layers.filter((layer) => !isForeignLayer(layer))
  const wanted = [config, ...own].map(({ mediaType, digest, size }) => ({ mediaType, digest, size }))
  const here = await Promise.all(wanted.map(async (blob) => await source.has(blob)))
  const missing = wanted.find((_, at) => here[at] !== true)
  if (missing === undefined) return wanted
  const isBare = own.length > 0 && here.slice(1).every((one) => !one)
  if (!isBare) throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: missing.digest }))
  return wanted.filter((_, at) => here[at] === true)
}

import type { BlobDescriptor, SourcedImage } from '@shared/domain/imageSource'
import type { Reference } from '@shared/domain/reference'
import { AppFailure, appError } from '@shared/errors'
import type { ImageDocuments, SourceContent } from '../../ports/imageSource'
import type { RegistryCallOptions, RegistrySource } from '../../ports/registryClient'
import { maxConfigBytes } from '../../streams/oci/config'
import { readNamed, readTree, type TreeDepth, type TreeReader } from '../../streams/oci/tree'
import { readBlob } from './blob'
import { type FetchedManifest, getManifest, getNamedManifest } from './manifests'
import type { RegistrySession } from './session'

/**
 * An image of a registry, read without a pull. What its tag names is settled by the first look: whatever is read later
 * belongs to that digest. Closing ends whatever is still being read.
 */
export function createRegistrySource(
  session: RegistrySession,
  reference: Reference,
  { onWait }: Pick<RegistryCallOptions, 'onWait'>,
): RegistrySource {
  const { path: repository, tag, digest } = reference
  const closed = new AbortController()
  const call = (signal: AbortSignal): RegistryCallOptions => ({
    signal: AbortSignal.any([signal, closed.signal]),
    ...(onWait === undefined ? {} : { onWait }),
  })
  let root: FetchedManifest | undefined
  const rootOf = async (options: RegistryCallOptions) =>
    (root ??= await getManifest(session, { repository, reference: digest ?? tag ?? '' }, options))
  const config = async (wanted: BlobDescriptor, options: RegistryCallOptions) =>
    await configBytes(session, repository, wanted, options)
  const readerOf = (options: RegistryCallOptions): TreeReader => ({
    manifest: async (wanted) => await getNamedManifest(session, repository, wanted, options),
    config: async (wanted) => await config(wanted, options),
  })
  const tree = async (options: RegistryCallOptions, much: TreeDepth): Promise<SourceContent> => {
    const found = await rootOf(options)
    const { node, images } = await readTree(found, [reference.familiar], readerOf(options), much)
    return { tree: [node], images }
  }
  return {
    type: 'randomAccess',
    content: async ({ signal }) => await tree(call(signal), 'all'),
    outline: async ({ signal }) => await tree(call(signal), 'outline'),
    named: async (wanted, { signal }) => {
      const { node, images } = await readNamed(wanted, readerOf(call(signal)))
      const [image] = images
      return { node, ...(image === undefined ? {} : { image }) }
    },
    layer: ({ blob, key }, { signal }) => readBlob(session, repository, named(blob, key), call(signal)),
    fileOf: async () => await Promise.resolve(undefined),
    documents: async (image, { signal }) => {
      const options = call(signal)
      const manifest =
        root?.descriptor.digest === image.id
          ? root
          : await getManifest(session, { repository, reference: image.id }, options)
      return await documentsOf(image, manifest, async (wanted) => await config(wanted, options))
    },
    root: async ({ signal }) => {
      const { descriptor } = await rootOf(call(signal))
      return { type: 'named', descriptor, references: [reference.familiar] }
    },
    manifest: async (wanted, { signal }) => {
      const options = call(signal)
      const found = await rootOf(options)
      if (found.descriptor.digest === wanted.digest) return found.bytes
      return await getNamedManifest(session, repository, wanted, options)
    },
    has: async () => await Promise.resolve(true),
    blob: (wanted, { signal }) => readBlob(session, repository, wanted, call(signal)),
    close: async () => {
      closed.abort(new DOMException('the source was closed', 'AbortError'))
      await Promise.resolve()
    },
  }
}

async function documentsOf(
  image: SourcedImage,
  { bytes, document }: FetchedManifest,
  config: (wanted: BlobDescriptor) => Promise<Buffer | undefined>,
): Promise<ImageDocuments> {
  const wanted = document.type === 'image' ? document.config : undefined
  const found = wanted === undefined ? undefined : await config(wanted)
  if (found === undefined) throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: image.configDigest }))
  return { manifest: bytes, config: found }
}

/** Every layer of ours has its descriptor. */
function named(blob: BlobDescriptor | undefined, key: string): BlobDescriptor {
  if (blob === undefined) throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: key }))
  return blob
}

async function configBytes(
  session: RegistrySession,
  repository: string,
  wanted: BlobDescriptor,
  options: RegistryCallOptions,
): Promise<Buffer | undefined> {
  if (wanted.size > maxConfigBytes) {
    const params = { blob: wanted.digest, limit: maxConfigBytes / 1024 / 1024 }
    throw new AppFailure(appError('SOURCE_DOCUMENT_TOO_LARGE', params))
  }
  try {
    const chunks: Buffer[] = []
    for await (const bytes of readBlob(session, repository, wanted, options)) chunks.push(bytes)
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'SOURCE_BLOB_MISSING') return undefined
    throw error
  }
}

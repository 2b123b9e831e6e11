import { createHash } from 'node:crypto'
import type { SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { BlobVisitor, OnePassSource, PassingBlob, SourceContent } from '../../ports/imageSource'
import { handoff } from '../../streams/handoff'
import { pathOf } from '../../streams/oci/place'
import { type CopiedImage, type CopiedLayer, copyDocuments } from './copyDocuments'
import type { CopyAsked } from './copyImage'
import type { TarPart } from './copySink'
import { documentParts, plainDigest } from './parts'
import { throwIfBroken } from './problems'
import { provisionalPath, tarWriter } from './tarWriter'

/**
 * A tar of images that pass by once. A blob whose digest nobody tells beforehand gets its name when it has passed, where the
 * sink can still change that, and else stays under a number.
 */
export async function* passingParts(source: OnePassSource, asked: CopyAsked): AsyncGenerator<TarPart, void> {
  const tar = tarWriter()
  const line = handoff<TarPart>()
  const written = new Map<string, CopiedLayer>()
  const stop = new AbortController()
  const signal = AbortSignal.any([asked.signal, stop.signal])
  const visit: BlobVisitor = async (blob) => {
    const known = isWanted(blob, asked.image)
    if (!known.wanted) return undefined
    const number = written.size
    const digest = blob.digest ?? known.digest
    const path = digest === undefined ? provisionalPath(number) : pathOf(digest)
    if (digest !== undefined && [...written.values()].some((other) => other.path === path)) {
      written.set(blob.path, { path, digest, size: blob.size })
      return undefined
    }
    const at = tar.at()
    const hash = createHash('sha256')
    for await (const part of tar.file(
      path,
      blob.size,
      hashing(blob.bytes, (chunk) => void hash.update(chunk)),
    )) {
      await line.push(part)
    }
    const found = `sha256:${hash.digest('hex')}`
    const renamed = digest === undefined && asked.takesPatches
    if (renamed) await line.push(tar.rename(at, pathOf(found), blob.size))
    written.set(blob.path, {
      path: renamed ? pathOf(found) : path,
      size: blob.size,
      ...(digest === undefined && !renamed ? {} : { digest: digest ?? found }),
    })
    return undefined
  }
  let content: SourceContent | undefined
  const reading = source.read(visit, { signal }).then(
    (all) => {
      content = all
      line.end()
    },
    (error: unknown) => line.fail(error),
  )
  try {
    yield* line
    await reading
    const images = imagesOf(content, asked.image)
    const copied: CopiedImage[] = []
    for (const image of images) {
      const documents = await source.documents(image, { signal })
      const layers = layersOf(image, written)
      copied.push({ image, documents, layers, references: asked.references ?? image.references })
    }
    yield* documentParts(tar, copyDocuments(copied))
  } finally {
    stop.abort(new DOMException('nobody takes it any more', 'AbortError'))
    await reading
  }
}

/** Without a certain image everything that passes is of one. A digest of a plain tar is told by the image that was seen before. */
function isWanted(
  { path }: PassingBlob,
  image: SourcedImage | undefined,
): { readonly wanted: boolean; readonly digest?: string } {
  if (image === undefined) return { wanted: true }
  const layer = image.layers.find(({ key }) => key === path)
  if (layer === undefined) return { wanted: false }
  const digest = layer.blob?.digest ?? plainDigest(layer)
  return { wanted: true, ...(digest === undefined ? {} : { digest }) }
}

/** @throws AppFailure SOURCE_IMAGE_MISSING, and for what is wrong with the images */
function imagesOf(
  content: SourceContent | undefined,
  wanted: SourcedImage | undefined,
): readonly SourcedImage[] {
  const images = (content?.images ?? []).filter(({ id }) => wanted === undefined || wanted.id === id)
  if (images.length === 0) {
    throw new AppFailure(appError('SOURCE_IMAGE_MISSING', { image: wanted?.id ?? '' }))
  }
  for (const { problems } of images) problems.forEach(throwIfBroken)
  return images
}

function layersOf(image: SourcedImage, written: ReadonlyMap<string, CopiedLayer>): readonly CopiedLayer[] {
  return image.layers.map(({ key, packing, isForeign, blob }) => {
    const layer = isForeign ? undefined : written.get(key)
    if (layer === undefined) {
      throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: (blob?.digest ?? key).slice(0, 200) }))
    }
    return { ...layer, ...(packing === undefined ? {} : { packing }) }
  })
}

async function* hashing(
  bytes: AsyncIterable<Uint8Array>,
  hash: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of bytes) {
    hash(chunk)
    yield chunk
  }
}

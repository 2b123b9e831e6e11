import type { SourcedImage, SourcedLayer } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { RandomAccessSource } from '../../ports/imageSource'
import { pathOf } from '../../streams/oci/place'
import { type CopiedImage, type CopiedLayer, copyDocuments } from './copyDocuments'
import type { CopyAsked } from './copyImage'
import type { TarPart } from './copySink'
import { documentParts, plainDigest } from './parts'
import { type TarWriter, tarWriter } from './tarWriter'

/** A tar of images whose layers can be read one after the other: the source verifies each of them to its last byte. */
export async function* inPlaceParts(
  source: RandomAccessSource,
  { image, references, signal }: CopyAsked,
): AsyncGenerator<TarPart, void> {
  const images = image === undefined ? (await source.content({ signal })).images : [image]
  if (images.length === 0) throw new AppFailure(appError('SOURCE_IMAGE_MISSING', { image: '' }))
  const tar = tarWriter()
  const written = new Map<string, CopiedLayer>()
  for (const { layers } of images) {
    for (const layer of layers) {
      if (written.has(layer.key)) continue
      const copied = placeOf(layer, written.size)
      written.set(layer.key, copied)
      if (isTwice(written, copied)) continue
      yield* layerParts(source, tar, layer, copied, signal)
    }
  }
  const copied: CopiedImage[] = []
  for (const one of images) copied.push(await copyOf(source, one, written, references, signal))
  yield* documentParts(tar, copyDocuments(copied))
}

/** The same bytes can lie in two places of an archive. */
function isTwice(written: ReadonlyMap<string, CopiedLayer>, { path }: CopiedLayer): boolean {
  return [...written.values()].filter((other) => other.path === path).length > 1
}

async function* layerParts(
  source: RandomAccessSource,
  tar: TarWriter,
  layer: SourcedLayer,
  { path, size }: CopiedLayer,
  signal: AbortSignal,
): AsyncGenerator<TarPart, void> {
  let bytes = 0
  const read = async function* () {
    for await (const chunk of source.layer(layer, { signal })) {
      bytes += chunk.length
      if (bytes > size) throw mismatch(layer)
      yield chunk
    }
    if (bytes !== size) throw mismatch(layer)
  }
  yield* tar.file(path, size, read())
}

/** @throws AppFailure SOURCE_BLOB_MISSING: a foreign layer, or one that is not there */
function placeOf(layer: SourcedLayer, number: number): CopiedLayer {
  const { storedBytes: size, packing, isForeign } = layer
  if (isForeign || size === undefined) {
    throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: nameOf(layer) }))
  }
  const digest = layer.blob?.digest ?? plainDigest(layer)
  return {
    path: digest === undefined ? `layers/${number}.tar` : pathOf(digest),
    size,
    ...(digest === undefined ? {} : { digest }),
    ...(packing === undefined ? {} : { packing }),
  }
}

async function copyOf(
  source: RandomAccessSource,
  image: SourcedImage,
  written: ReadonlyMap<string, CopiedLayer>,
  references: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<CopiedImage> {
  const layers = image.layers.map(({ key }) => written.get(key)).filter((layer) => layer !== undefined)
  const documents = await source.documents(image, { signal })
  return { image, documents, layers, references: references ?? image.references }
}

function mismatch(layer: SourcedLayer): AppFailure {
  return new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: nameOf(layer) }))
}

function nameOf({ blob, diffId, key }: SourcedLayer): string {
  return (blob?.digest ?? diffId ?? key).slice(0, 200)
}

import type { SourcedImage } from '@shared/domain/imageSource'
import type { ImageSource } from '../../ports/imageSource'
import type { CopySource } from '../places/place'
import type { OpenSaveStream } from '../worker/openSources'
import type { CopySink, TarPart } from './copySink'
import { inPlaceParts } from './inPlaceParts'
import { passingParts } from './passingParts'
import { passingWhole } from './passingWhole'
import { wholeParts } from './wholeParts'

export type CopyOptions = {
  readonly signal: AbortSignal
  /** As often as bytes move. `total` is 0 where nobody can know it before the end. */
  readonly progress?: (bytes: { readonly done: number; readonly total: number }) => void
  /** Names that the copy gets; absent: those that the image has. */
  readonly references?: readonly string[]
}

/**
 * Copies one image (undefined: all that the source has) from wherever it is to a sink. Every digest is computed on the way, and
 * manifest and config stay the bytes that they were; what does not agree ends the copy, and nothing is left of it. An index is
 * not copied: a platform of several becomes an image of its own (`copyWhole` takes all).
 * @throws AppFailure SOURCE_DIGEST_MISMATCH {blob}, SOURCE_BLOB_MISSING {blob}, SOURCE_IMAGE_MISSING, what source and sink throw;
 * the signal's reason
 */
export async function copyImage<T>(
  source: ImageSource,
  image: SourcedImage | undefined,
  sink: CopySink<T>,
  options: CopyOptions,
): Promise<T> {
  const { signal, progress, references } = options
  const asked = {
    image,
    signal,
    takesPatches: sink.takesPatches,
    ...(references === undefined ? {} : { references }),
  }
  const parts = source.type === 'onePass' ? passingParts(source, asked) : inPlaceParts(source, asked)
  const total = totalOf(image)
  return await sink.take(
    counted(parts, () => total, progress),
    { signal },
  )
}

/**
 * Copies all that a place holds as it is: index, every platform that is there, attestations. What is damaged ends the copy, and
 * nothing is left of it. An archive without an index is copied image by image.
 * @throws AppFailure as `copyImage`, SOURCE_TOO_MANY, SOURCE_DOCUMENT_TOO_LARGE
 */
export async function copyWhole<T>(
  { source, image, whole }: Pick<CopySource, 'source' | 'image' | 'whole'>,
  open: OpenSaveStream,
  sink: CopySink<T>,
  { signal, progress }: CopyOptions,
): Promise<T> {
  if (whole.type === 'passing') {
    const parts = passingWhole(whole.bytes, whole.wanted, open, signal)
    return await sink.take(
      counted(parts, () => 0, progress),
      { signal },
    )
  }
  const root = await whole.source.root({ signal })
  if (root === undefined) {
    return await copyImage(source, undefined, sink, {
      signal,
      ...(progress === undefined ? {} : { progress }),
    })
  }
  let total = 0
  const parts = wholeParts(whole.source, {
    signal,
    root,
    image,
    total: (bytes) => {
      total = bytes
    },
  })
  return await sink.take(
    counted(parts, () => total, progress),
    { signal },
  )
}

export type CopyAsked = Pick<CopyOptions, 'signal' | 'references'> & {
  readonly image: SourcedImage | undefined
  readonly takesPatches: boolean
}

/** Layers are nearly all of it; what else there is counts as done with the last of them. */
function totalOf(image: SourcedImage | undefined): number {
  const sizes = new Map(image?.layers.map(({ key, storedBytes }) => [key, storedBytes]) ?? [])
  const known = [...sizes.values()]
  return known.some((size) => size === undefined)
    ? 0
    : known.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}

async function* counted(
  parts: AsyncIterable<TarPart>,
  totalNow: () => number,
  progress: CopyOptions['progress'],
): AsyncGenerator<TarPart, void> {
  let done = 0
  for await (const part of parts) {
    yield part
    if (part.type === 'bytes') done += part.bytes.length
    const total = totalNow()
    progress?.({ done: total === 0 ? done : Math.min(done, total), total })
  }
}

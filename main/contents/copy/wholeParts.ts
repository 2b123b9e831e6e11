import type { BlobDescriptor, SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { WholeRoot, WholeSource } from '../../ports/wholeSource'
import { pathOf } from '../../streams/oci/place'
import { type CopiedFile, wholeDocuments } from './copyDocuments'
import type { TarPart } from './copySink'
import { documentParts } from './parts'
import { type TarWriter, tarWriter } from './tarWriter'
import { wholeTree } from './wholeTree'

type Asked = {
  readonly signal: AbortSignal
  readonly root: WholeRoot
  /** What docker's own list of the copy names: a classic store takes this one alone. */
  readonly image: SourcedImage | undefined
  /** Told once, before the first part. */
  readonly total: (bytes: number) => void
}

/** An OCI archive of all that an index leads to: index, manifests and attestations stay the bytes that they were. */
export async function* wholeParts(
  source: WholeSource,
  { signal, root, image, total }: Asked,
): AsyncGenerator<TarPart, void> {
  const { documents, blobs } = await wholeTree(source, root, signal)
  total([...blobs.values()].reduce((sum, { size }) => sum + size, 0))
  const tar = tarWriter()
  for (const blob of blobs.values()) yield* blobParts(source, tar, blob, signal)
  const files: CopiedFile[] = [...documents].map(([digest, bytes]) => ({ path: pathOf(digest), bytes }))
  const listed = isWhole(image, blobs) ? image : undefined
  yield* documentParts(tar, [...files, ...wholeDocuments(root, listed)])
}

function isWhole(image: SourcedImage | undefined, blobs: ReadonlyMap<string, BlobDescriptor>): boolean {
  return (
    image !== undefined &&
    blobs.has(image.configDigest) &&
    image.layers.every(({ blob }) => blob !== undefined && blobs.has(blob.digest))
  )
}

/** The source makes sure of digest and length; what it gives beyond them would spoil the tar. */
async function* blobParts(
  source: WholeSource,
  tar: TarWriter,
  blob: BlobDescriptor,
  signal: AbortSignal,
): AsyncGenerator<TarPart, void> {
  const { digest, size } = blob
  const mismatch = () => new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: digest }))
  const exact = async function* () {
    let bytes = 0
    for await (const chunk of source.blob(blob, { signal })) {
      bytes += chunk.length
      if (bytes > size) throw mismatch()
      yield chunk
    }
    if (bytes !== size) throw mismatch()
  }
  yield* tar.file(pathOf(digest), size, exact())
}

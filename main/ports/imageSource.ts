import type { ManifestNode, SourcedImage, SourcedLayer, SourceProblem } from '@shared/domain/imageSource'

type Asked = { readonly signal: AbortSignal }

/**
 * One immutable view of images wherever they live (OCI image-spec). Every method throws AppFailure (SOURCE_*, ARCHIVE_*,
 * REGISTRY_*, ENGINE_*, FILE_*); an abort rejects with the signal's reason and ends all work.
 */
export type ImageSource = RandomAccessSource | OnePassSource

export type SourceContent = {
  /** As the place's index tells it: the whole tree, attestations and platforms that are not here included. */
  readonly tree: readonly ManifestNode[]
  /** Every image that can be read, in the order of the tree. */
  readonly images: readonly SourcedImage[]
  /** Damage in what belongs to none of `images`: an index, an attestation, an image that can't be read for it. */
  readonly problems?: readonly SourceProblem[]
}

/** A registry, an OCI layout folder, an uncompressed archive: any blob, in any order; from its first byte on, or in place by `fileOf`. */
export type RandomAccessSource = {
  readonly type: 'randomAccess'
  /** Indexes, manifests and configs; no layer. */
  content(options: Asked): Promise<SourceContent>
  /**
   * The layer as it is stored (maybe compressed: `layer.packing`). Read to its end, it is as long as was said and has its
   * digest, or it throws SOURCE_DIGEST_MISMATCH {blob} / SOURCE_TRUNCATED {blob}.
   */
  layer(layer: SourcedLayer, options: Asked): AsyncIterable<Uint8Array>
  /** Where the same bytes lie as a plain part of a file, where they do: read in place, without copying them around. */
  fileOf(layer: SourcedLayer): Promise<FilePart | undefined>
  documents(image: SourcedImage, options: Asked): Promise<ImageDocuments>
  close(): Promise<void>
}

/** The exact bytes of an image's documents, since digests are over them: what a copy needs. No `manifest`: the place has none. */
export type ImageDocuments = { readonly config: Uint8Array; readonly manifest?: Uint8Array }

export type FilePart = { readonly path: string; readonly offset: number; readonly length: number }

/** An engine's save stream, a compressed archive: everything passes by once, what tells its role may come last. */
export type OnePassSource = {
  readonly type: 'onePass'
  /** Calls `blob` for each layer-like blob as it passes by, in whatever order; it must read it to its end. Resolves at the end. */
  read(blob: BlobVisitor, options: Asked): Promise<SourceContent>
  /** Of what was read last. */
  documents(image: SourcedImage, options: Asked): Promise<ImageDocuments>
  close(): Promise<void>
}

/** `digest`: where the place names the blob by it. What it is of is known only when all has passed by. */
export type PassingBlob = {
  readonly path: string
  readonly size: number
  readonly digest?: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** The same bytes for a visitor that hashes them anyway and answers with their `digest`: the source then need not. */
  readonly unhashed?: AsyncIterable<Uint8Array>
}
/** The diffId that the blob turned out to have, and the sha256 of what was `unhashed`; undefined when it is no layer. */
export type BlobVisitor = (
  blob: PassingBlob,
) => Promise<{ readonly diffId: string; readonly digest?: string } | undefined>

import type { BlobDescriptor } from '@shared/domain/imageSource'
import type { OnePassSource, RandomAccessSource } from './imageSource'

type Asked = { readonly signal: AbortSignal }

/**
 * A place whose index can be copied as it is, with all that it leads to: a registry, an OCI layout. Throws AppFailure
 * (SOURCE_*, REGISTRY_*, FILE_*); an abort rejects with the signal's reason.
 */
export type WholeSource = {
  /** Undefined: there is no index, only docker's own list of images. */
  root(options: Asked): Promise<WholeRoot | undefined>
  /** Exact bytes of an index or a manifest; undefined: it is not here. @throws SOURCE_DIGEST_MISMATCH {blob} */
  manifest(wanted: BlobDescriptor, options: Asked): Promise<Uint8Array | undefined>
  /** False: it is surely not here. */
  has(wanted: BlobDescriptor): Promise<boolean>
  /** A config, a layer, a statement: read to its end, it is as long as was said and has its digest, or it throws. */
  blob(wanted: BlobDescriptor, options: Asked): AsyncIterable<Uint8Array>
}

export type WholeRoot =
  /** The bytes of an `index.json`. */
  | { readonly type: 'layout'; readonly bytes: Uint8Array }
  /** What a reference names. */
  | { readonly type: 'named'; readonly descriptor: BlobDescriptor; readonly references: readonly string[] }

/** What a file or a folder of the user's opens as. */
export type ArchiveSource = (RandomAccessSource & WholeSource) | OnePassSource

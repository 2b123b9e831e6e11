import { AppFailure, appError } from '@shared/errors'
import type { BlobVisitor, OnePassSource, SourceContent } from '../ports/imageSource'
import { abortable } from '../streams/abortable'
import { StreamCut } from '../streams/byteQueue'
import { contentOf } from '../streams/oci/content'
import { documentsOf } from '../streams/oci/documentsOf'
import { type Gathered, gather } from '../streams/oci/gather'
import { maxEntries } from '../streams/oci/limits'
import { NotTar, passingEntries } from '../streams/tar/passingEntries'
import { cleanPath } from '../streams/tar/tarPaths'
import { UnpackFailed } from '../streams/unpacked'
import { passed } from './passed'
import { rootfsFinder } from './rootfsFinder'

export type OnePassOptions = {
  /** Of the file, or of the image that an engine was asked for: for messages. */
  readonly name: string
  /** From the first byte on, whenever it is called; let go of when an abort or an error ends the reading. */
  readonly bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>
  /** A file may be anything; an engine sends images only. */
  readonly mayBeRootfs: boolean
  /** @throws AppFailure where something is not in it that should be */
  readonly check: (content: SourceContent) => void
}

/** An image that passes by as a tar. Each `read` asks for all of it anew. */
export function onePassSource({ name, bytes, mayBeRootfs, check }: OnePassOptions): OnePassSource {
  let gathered: Gathered | undefined
  let ending = new AbortController()
  return {
    type: 'onePass',
    async read(visit, { signal }) {
      ending = new AbortController()
      const both = AbortSignal.any([signal, ending.signal])
      const found = passed(name)
      const rootfs = mayBeRootfs ? rootfsFinder(name) : undefined
      let entries = 0
      const see = async () => {
        for await (const entry of passingEntries(abortable(bytes(both), both))) {
          entries += 1
          if (entries > maxEntries) {
            throw new AppFailure(appError('SOURCE_TOO_MANY', { name, limit: maxEntries }))
          }
          rootfs?.see(cleanPath(entry.path))
          await found.see(entry, withSignal(visit, both))
        }
      }
      try {
        await see()
        gathered = await gather(found.place, both)
        const content = contentOf(gathered)
        check(content)
        return content
      } catch (error) {
        throw both.aborted ? both.reason : failureOf(error, name, mayBeRootfs && entries === 0)
      }
    },
    documents: async (image) => {
      if (gathered === undefined)
        throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: image.configDigest }))
      return await Promise.resolve(documentsOf(gathered, image))
    },
    close: async () => {
      ending.abort(new DOMException('the source was closed', 'AbortError'))
      gathered = undefined
      await Promise.resolve()
    },
  }
}

function withSignal(visit: BlobVisitor, signal: AbortSignal): BlobVisitor {
  return async (blob) => {
    signal.throwIfAborted()
    return await visit(blob)
  }
}

/** `mayBeOther`: not a single file was found, in something that may never have been an image. */
function failureOf(error: unknown, name: string, mayBeOther: boolean): unknown {
  if (error instanceof UnpackFailed && !error.isCut) return failure('SOURCE_DAMAGED', { name }, error)
  if (error instanceof UnpackFailed) return failure('SOURCE_TRUNCATED', { blob: name }, error)
  if (!(error instanceof StreamCut) && !(error instanceof NotTar)) return error
  if (mayBeOther) return failure('SOURCE_NO_IMAGE', { name }, error)
  if (error instanceof StreamCut) return failure('SOURCE_TRUNCATED', { blob: name }, error)
  return failure('SOURCE_DAMAGED', { name }, error)
}

function failure(
  code: 'SOURCE_TRUNCATED' | 'SOURCE_DAMAGED' | 'SOURCE_NO_IMAGE',
  params: Readonly<Record<string, string>>,
  cause: Error,
): AppFailure {
  return new AppFailure(appError(code, params, { retryable: code === 'SOURCE_TRUNCATED' }), cause)
}

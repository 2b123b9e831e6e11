import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { SourcedLayer } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { FilePart, RandomAccessSource } from '../ports/imageSource'
import type { WholeSource } from '../ports/wholeSource'
import { contentOf } from '../streams/oci/content'
import { documentsOf } from '../streams/oci/documentsOf'
import { type Gathered, gather, tooLarge } from '../streams/oci/gather'
import { maxManifestBytes } from '../streams/oci/manifest'
import { digestOf, type Place, type Placed, pathOf } from '../streams/oci/place'
import { layerPackingBy } from '../streams/packing'
import { blockBytes } from '../streams/tar/tarHeader'

/** Bytes of a file that lie in one piece. */
export type OpenPart = FilePart & {
  readonly handle: FileHandle
  /** Where it really lies in its place. */
  readonly key: string
  /** The file ends before it does. */
  readonly isCut: boolean
}

/** Where the parts are. `release` is called with each part when it was used. */
export type PartPlace = {
  readonly name: string
  /** Links followed; undefined: no such file. @throws AppFailure FILE_*, SOURCE_LINK_OUTSIDE */
  part(path: string): Promise<OpenPart | undefined>
  release(part: OpenPart): Promise<void>
  close(): Promise<void>
}

const pieceBytes = 1_048_576

/** An image whose files lie on this machine as they are. `unreadable`: what to say of the system's errors. */
export function randomAccessSource(
  parts: PartPlace,
  unreadable: (error: unknown) => AppFailure,
): RandomAccessSource & WholeSource {
  let gathered: Gathered | undefined
  const using = async <T>(path: string, use: (part: OpenPart) => Promise<T>): Promise<T | undefined> => {
    const part = await parts.part(path)
    if (part === undefined) return undefined
    try {
      return await use(part)
    } finally {
      await parts.release(part)
    }
  }
  const place: Place = {
    name: parts.name,
    look: async (path) => await using(path, async (part) => await placedOf(part, unreadable)),
    document: async (path, maxBytes) =>
      await using(path, async (part) => {
        if (part.length > maxBytes) throw tooLarge(path, maxBytes)
        if (part.isCut) throw truncated(path)
        const bytes = await readAt(part, 0, part.length, unreadable)
        if (bytes.length < part.length) throw truncated(path)
        return { bytes, digest: hashOf(path, bytes) }
      }),
  }
  return {
    type: 'randomAccess',
    async content({ signal }) {
      gathered = await gather(place, signal)
      return contentOf(gathered)
    },
    async *layer(layer, { signal }) {
      signal.throwIfAborted()
      const part = layer.isForeign ? undefined : await parts.part(layer.key)
      if (part === undefined) throw failure('SOURCE_BLOB_MISSING', blobOf(layer))
      try {
        yield* verified(part, layer, signal, unreadable)
      } finally {
        await parts.release(part)
      }
    },
    fileOf: async (layer) =>
      await using(
        layer.key,
        async ({ path, offset, length, isCut }) =>
          await Promise.resolve(isCut ? undefined : { path, offset, length }),
      ),
    async documents(image, { signal }) {
      gathered ??= await gather(place, signal)
      return documentsOf(gathered, image)
    },
    root: async () => {
      const found = await place.document('index.json', maxManifestBytes)
      return found === undefined ? undefined : { type: 'layout', bytes: found.bytes }
    },
    manifest: async ({ digest }, { signal }) => {
      signal.throwIfAborted()
      const found = await place.document(pathOf(digest), maxManifestBytes)
      if (found !== undefined && found.digest !== digest) throw failure('SOURCE_DIGEST_MISMATCH', digest)
      return found?.bytes
    },
    has: async ({ digest }) =>
      (await using(pathOf(digest), async () => await Promise.resolve(true))) === true,
    async *blob(blob, { signal }) {
      signal.throwIfAborted()
      const key = pathOf(blob.digest)
      const part = await parts.part(key)
      if (part === undefined) throw failure('SOURCE_BLOB_MISSING', blob.digest)
      try {
        yield* verified(part, { blob, key, isForeign: false }, signal, unreadable)
      } finally {
        await parts.release(part)
      }
    },
    close: async () => await parts.close(),
  }
}

async function placedOf(part: OpenPart, unreadable: (error: unknown) => AppFailure): Promise<Placed> {
  const packing = layerPackingBy(await readAt(part, 0, Math.min(blockBytes, part.length), unreadable))
  const { key: path, length: size, isCut } = part
  return { path, size, isCut, ...(packing === undefined ? {} : { packing }) }
}

/** Digest and length are those that were said, or the last piece is never given. */
async function* verified(
  part: OpenPart,
  layer: SourcedLayer,
  signal: AbortSignal,
  unreadable: (error: unknown) => AppFailure,
): AsyncGenerator<Uint8Array, void> {
  const blob = blobOf(layer)
  if (layer.blob !== undefined && layer.blob.size !== part.length)
    throw failure('SOURCE_DIGEST_MISMATCH', blob)
  const { packing } = layer
  // An archive of old has plain tars, named by nothing but the diffIds of the config.
  const plain = packing === 'gzip' || packing === 'zstd' ? undefined : layer.diffId
  const told = layer.blob?.digest ?? digestOf(layer.key) ?? plain
  const hash = createHash(told?.slice(0, told.indexOf(':')) ?? 'sha256')
  for (let at = 0; at < part.length; ) {
    signal.throwIfAborted()
    const piece = await readAt(part, at, Math.min(pieceBytes, part.length - at), unreadable)
    if (piece.length === 0) throw failure('SOURCE_TRUNCATED', blob)
    hash.update(piece)
    at += piece.length
    if (at === part.length && told !== undefined && !told.endsWith(`:${hash.digest('hex')}`)) {
      throw failure('SOURCE_DIGEST_MISMATCH', blob)
    }
    yield piece
  }
}

async function readAt(
  { handle, offset }: OpenPart,
  at: number,
  length: number,
  unreadable: (error: unknown) => AppFailure,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await handle
      .read(bytes, read, length - read, offset + at + read)
      .catch((error: unknown) => {
        throw unreadable(error)
      })
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

/** By the algorithm of its name. */
function hashOf(path: string, bytes: Uint8Array): string {
  const [algorithm = 'sha256'] = digestOf(path)?.split(':') ?? []
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

function blobOf({ blob, diffId, key }: SourcedLayer): string {
  return (blob?.digest ?? diffId ?? key).slice(0, 200)
}

function truncated(path: string): AppFailure {
  return failure('SOURCE_TRUNCATED', (digestOf(path) ?? path).slice(0, 200))
}

function failure(code: 'SOURCE_BLOB_MISSING' | 'SOURCE_DIGEST_MISMATCH' | 'SOURCE_TRUNCATED', blob: string) {
  return new AppFailure(appError(code, { blob }))
}

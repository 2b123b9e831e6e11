import { AppFailure, appError } from '@shared/errors'
import { FileHash } from '../scan/fileHash'
import { dataEntryOf, dataOf } from './entryData'
import { openTar, type ReadableLayer } from './layerBytes'

export type ReadOptions = {
  readonly signal: AbortSignal
  /** Byte of the file; default its first. */
  readonly from?: number
  /** Byte behind the last one that is wanted; default its end. */
  readonly to?: number
}

const zeros = new Uint8Array(1_048_576)

/**
 * A file out of a layer: unpacks up to where it lies, no further than it is read. Holes come as zeros; a hard link gives the data
 * of its target. When all of it is read, its digest is checked.
 * @throws AppFailure CONTENTS_FILE_GONE for what has no data in this layer, SOURCE_DIGEST_MISMATCH, SOURCE_TRUNCATED,
 * LAYER_PACKING_DAMAGED, FILE_READ_FAILED; the signal's reason
 */
export async function* readEntry(
  layer: ReadableLayer,
  entry: number,
  { signal, from = 0, to }: ReadOptions,
): AsyncGenerator<Uint8Array, void> {
  const { index } = layer
  const file = dataEntryOf(index, entry)
  if (file === undefined) throw new AppFailure(appError('CONTENTS_FILE_GONE'))
  const size = index.entries.size[file] ?? 0
  const end = Math.min(to ?? size, size)
  const isWhole = from === 0 && end === size
  const hash = new FileHash()
  hash.begin(size)
  const tar = await openTar(layer, signal)
  try {
    for await (const piece of dataOf(tar, index, file, from, end)) {
      if (piece instanceof Uint8Array) {
        if (isWhole) hash.data(piece)
        yield piece
      } else {
        if (isWhole) hash.hole(piece.hole)
        yield* zeroPieces(piece.hole, signal)
      }
    }
    if (isWhole) checkDigest(layer, file, hash.end())
  } finally {
    await tar.close()
  }
}

/** @throws AppFailure SOURCE_DIGEST_MISMATCH */
export function checkDigest({ index, blob }: ReadableLayer, file: number, digest: Uint8Array): void {
  const wanted = index.entries.digest.subarray(file * 32, file * 32 + 32)
  if (Buffer.compare(wanted, digest) !== 0) {
    throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob }))
  }
}

function* zeroPieces(bytes: number, signal: AbortSignal): Generator<Uint8Array, void> {
  for (let left = bytes; left > 0; left -= zeros.length) {
    signal.throwIfAborted()
    // A fresh view each, but the same zeros: nobody may write into them.
    yield left >= zeros.length ? zeros : zeros.subarray(0, left)
  }
}

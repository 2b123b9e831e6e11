import { AppFailure, appError } from '@shared/errors'
import type { FilePart } from '../../ports/imageSource'
import { abortable } from '../../streams/abortable'
import { byteQueue, StreamCut } from '../../streams/byteQueue'
import { unpacked } from '../../streams/unpacked'
import type { LayerIndex } from '../layerIndex'
import { filePartBytes, startOfPart } from '../scan/fileParts'
import { scanFailure } from '../scan/scanFailure'
import { packingOfBytes, sniffed } from '../scan/sniff'

/** One layer to read files out of. */
export type ReadableLayer = {
  readonly index: LayerIndex
  /** What messages call it. */
  readonly blob: string
  /** As it is stored, packed or not: a part of a file, or a stream from its first byte, which is read once. */
  readonly bytes: FilePart | AsyncIterable<Uint8Array>
}

/** Reads ranges of the uncompressed tar. */
export type TarReader = {
  /** Ranges may only rise: what is packed can't be read backwards. @throws AppFailure LAYER_PACKING_DAMAGED, SOURCE_TRUNCATED */
  read(from: number, to: number): AsyncGenerator<Uint8Array, void>
  close(): Promise<void>
}

export async function openTar({ bytes, blob }: ReadableLayer, signal: AbortSignal): Promise<TarReader> {
  signal.throwIfAborted()
  if ('path' in bytes) {
    const packing = packingOfBytes(await startOfPart(bytes, blob))
    if (packing === 'none') return inPlace(bytes, blob, signal)
    return await inPassing(filePartBytes(bytes, blob), blob, signal)
  }
  return await inPassing(bytes, blob, signal)
}

function inPlace(part: FilePart, blob: string, signal: AbortSignal): TarReader {
  return {
    async *read(from, to) {
      if (to > part.length) throw truncated(blob)
      for await (const piece of filePartBytes(part, blob, { from, to })) {
        signal.throwIfAborted()
        yield piece
      }
    },
    close: async () => {},
  }
}

async function inPassing(
  stored: AsyncIterable<Uint8Array>,
  blob: string,
  signal: AbortSignal,
): Promise<TarReader> {
  const { packing, bytes } = await sniffed(abortable(stored, signal))
  const source = bytes[Symbol.asyncIterator]()
  const all = { [Symbol.asyncIterator]: () => source }
  const iterator = packing === 'none' ? source : unpacked(all, packing)
  const queue = byteQueue(iterator)
  let at = 0
  return {
    async *read(from, to) {
      try {
        for await (const piece of queue.pass(from - at)) {
          signal.throwIfAborted()
          at += piece.length
        }
        for await (const piece of queue.pass(to - from)) {
          signal.throwIfAborted()
          at += piece.length
          yield piece
        }
      } catch (error) {
        throw error instanceof StreamCut ? truncated(blob) : scanFailure(error, blob, packing)
      }
    },
    close: async () => {
      await iterator.return?.(undefined)
      // What was never read of has not even begun to unpack.
      await source.return?.()
    },
  }
}

function truncated(blob: string): AppFailure {
  return new AppFailure(appError('SOURCE_TRUNCATED', { blob }))
}

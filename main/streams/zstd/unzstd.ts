import { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { type ByteQueue, byteQueue, StreamCut } from '../byteQueue'
import { through, UnpackFailed } from '../through'
import { blocksOf, nextFrame, ZstdInvalid } from './frames'

const chunkSize = 1_048_576
/** Blocks are handed to the decoder in portions of about this size. */
const portionBytes = 262_144

/**
 * All frames one after the other, as `zstd -d` gives them; Node's own decoder (from 22.15 on) stops behind the first, so each
 * gets one of its own. Without it fzstd does the work, in about eight times the time.
 * @throws UnpackFailed, and what `packed` throws
 */
export async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const iterator = packed[Symbol.asyncIterator]()
  const bytes = byteQueue(iterator)
  try {
    for (;;) {
      const header = await nextFrame(bytes)
      if (header === undefined) return
      const decoder = nativeDecoder()
      if (decoder === undefined) yield* byFzstd(bytes, header)
      else yield* through(portionsOf(bytes, header), decoder)
    }
  } catch (error) {
    if (error instanceof StreamCut) throw new UnpackFailed(true, error)
    throw error instanceof ZstdInvalid ? new UnpackFailed(false, error) : error
  } finally {
    await iterator.return?.()
  }
}

async function* portionsOf(bytes: ByteQueue, header: Buffer): AsyncGenerator<Buffer, void> {
  let parts = [header]
  let held = header.length
  for await (const block of blocksOf(bytes, header)) {
    parts.push(block)
    held += block.length
    if (held < portionBytes) continue
    yield Buffer.concat(parts)
    parts = []
    held = 0
  }
  if (held > 0) yield Buffer.concat(parts)
}

/** Block by block, so that one push never makes more than 128 KiB. */
async function* byFzstd(bytes: ByteQueue, header: Buffer): AsyncGenerator<Uint8Array, void> {
  let made: Uint8Array[] = []
  const decoder = new Decompress((chunk) => {
    if (chunk.length > 0) made.push(chunk)
  })
  const push = (piece: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    made = []
    try {
      decoder.push(piece, isLast)
    } catch (error) {
      throw new UnpackFailed(false, error)
    }
    return made
  }
  yield* push(header, false)
  for await (const block of blocksOf(bytes, header)) yield* push(block, false)
  yield* push(new Uint8Array(0), true)
}

/** Feature test: the types are those of an older Node. */
function nativeDecoder(): Transform | undefined {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress')
  if (typeof create !== 'function') return undefined
  const stream: unknown = Reflect.apply(create, zlib, [{ chunkSize }])
  return stream instanceof Transform ? stream : undefined
}

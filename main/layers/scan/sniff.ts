import type { LayerPacking } from '@shared/domain/imageSource'

const gzip = [0x1f, 0x8b] as const
const zstd = [0x28, 0xb5, 0x2f, 0xfd] as const
/** Any of the sixteen magics of skippable frames, which zstd:chunked layers may begin with: `?` is its first byte. */
const skippable = [0x2a, 0x4d, 0x18] as const
const enough = 4

/** By the first bytes: names and media types say what should be there. */
export function packingOfBytes(start: Uint8Array): LayerPacking {
  if (gzip.every((byte, i) => start[i] === byte)) return 'gzip'
  if (zstd.every((byte, i) => start[i] === byte)) return 'zstd'
  const isSkippable = ((start[0] ?? 0) & 0xf0) === 0x50 && skippable.every((byte, i) => start[i + 1] === byte)
  return isSkippable ? 'zstd' : 'none'
}

export type Sniffed = {
  readonly packing: LayerPacking
  /** All the bytes, those that were looked at included. */
  readonly bytes: AsyncIterable<Uint8Array>
}

export async function sniffed(bytes: AsyncIterable<Uint8Array>): Promise<Sniffed> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < enough) {
    const step: IteratorResult<Uint8Array, unknown> = await iterator.next()
    if (step.done === true) break
    length += step.value.length
    first.push(length < enough ? Uint8Array.from(step.value) : step.value)
  }
  const packing = packingOfBytes(Buffer.concat(first).subarray(0, enough))
  return { packing, bytes: { [Symbol.asyncIterator]: () => rest(first, iterator) } }
}

/** No generator: one that was not started yet would not pass `return` on. */
function rest(
  first: Uint8Array[],
  iterator: AsyncIterator<Uint8Array, unknown>,
): AsyncIterator<Uint8Array, unknown> {
  return {
    next: async () => {
      const value = first.shift()
      return value === undefined ? await iterator.next() : { done: false, value }
    },
    return: async () => {
      await iterator.return?.()
      return { done: true, value: undefined }
    },
  }
}

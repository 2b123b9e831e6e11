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
    first.push(step.value)
    length += step.value.length
  }
  return { packing: packingOfBytes(Buffer.concat(first).subarray(0, enough)), bytes: rest(first, iterator) }
}

async function* rest(
  first: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array, unknown>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* first
    for (;;) {
      const step = await iterator.next()
      if (step.done === true) return
      yield step.value
    }
  } finally {
    await iterator.return?.()
  }
}

import type { ByteQueue } from '../byteQueue'

/** What a zstd stream is made of (RFC 8878): frames one after the other, and skippable ones that hold nothing of ours. */
export class ZstdInvalid extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ZstdInvalid'
  }
}

/** As much as `zstd -d` and docker take without being asked to take more: a decoder holds a whole window. */
const maxWindowBytes = 134_217_728
const maxBlockBytes = 131_072
const magic = 0xfd2f_b528
const skippable = 0x184d_2a50
const contentSizeBytes = [0, 2, 4, 8]
const dictionaryBytes = [0, 1, 2, 4]

/** The magic and header of the next frame; undefined at the end. */
export async function nextFrame(bytes: ByteQueue): Promise<Buffer | undefined> {
  for (;;) {
    const start = await bytes.take(4)
    if (start === undefined) return undefined
    const kind = start.readUInt32LE(0)
    if (kind === magic) return await frameHeader(bytes, start)
    if ((kind & ~0xf) >>> 0 !== skippable) throw new ZstdInvalid('no zstd frame')
    const size = (await exactly(bytes, 4)).readUInt32LE(0)
    for await (const _ of bytes.pass(size)) {
      // Nothing of ours.
    }
  }
}

async function frameHeader(bytes: ByteQueue, start: Buffer): Promise<Buffer> {
  const descriptor = await exactly(bytes, 1)
  const flags = descriptor[0] ?? 0
  if ((flags & 0x08) !== 0) throw new ZstdInvalid('a zstd frame of a later format')
  const isSingle = (flags & 0x20) !== 0
  const dictionary = dictionaryBytes[flags & 3] ?? 0
  const contentSize = contentSizeBytes[flags >> 6] || (isSingle ? 1 : 0)
  const rest = await exactly(bytes, (isSingle ? 0 : 1) + dictionary + contentSize)
  const window = isSingle ? littleEnd(rest.subarray(dictionary)) : windowOf(rest[0] ?? 0)
  if (window > maxWindowBytes) throw new ZstdInvalid('a zstd window of more than 128 MiB')
  return Buffer.concat([start, descriptor, rest])
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function littleEnd(bytes: Buffer): number {
  let value = 0
  for (const byte of bytes.toReversed()) value = value * 256 + byte
  return value
}

/** Blocks of the frame with that header, each with its own header, the checksum at the end: each grows to 128 KiB at most. */
export async function* blocksOf(bytes: ByteQueue, header: Buffer): AsyncGenerator<Buffer, void> {
  for (;;) {
    const head = await exactly(bytes, 3)
    const value = head.readUIntLE(0, 3)
    const type = (value >> 1) & 3
    const size = type === 1 ? 1 : value >> 3
    if (type === 3 || size > maxBlockBytes || value >> 3 > maxBlockBytes) {
      throw new ZstdInvalid('a damaged zstd block')
    }
    yield size === 0 ? head : Buffer.concat([head, await exactly(bytes, size)])
    if ((value & 1) === 1) break
  }
  if (((header[4] ?? 0) & 0x04) !== 0) yield await exactly(bytes, 4)
}

async function exactly(bytes: ByteQueue, count: number): Promise<Buffer> {
  const taken = await bytes.take(count)
  if (taken === undefined) throw new ZstdInvalid('it ends in the middle of a zstd frame')
  return taken
}

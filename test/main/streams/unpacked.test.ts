import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { UnpackFailed, unpacked } from '../../../main/streams/unpacked'
import { skippableFrame, zstdFrame, zstdOf } from '../../builders/zstd'

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(packed: AsyncIterable<Uint8Array>, packing: 'gzip' | 'zstd'): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of unpacked(packed, packing)) parts.push(Uint8Array.from(part))
  return Buffer.concat(parts)
}
const text = Buffer.from('some text that is packed '.repeat(20_000))
// `printf 'strata strata strata strata strata strata\n' | zstd -19`
const realZstd = Buffer.from('KLUv/QRodQAAQHN0cmF0YSAKAQByihFRFBJk', 'base64')

describe.each([1, 1_000, 10_000_000])('in pieces of %i bytes', (size) => {
  it.each([
    ['one gzip', 'gzip', gzipSync(text), text],
    [
      'two gzips',
      'gzip',
      Buffer.concat([gzipSync(text), gzipSync('more')]),
      Buffer.concat([text, Buffer.from('more')]),
    ],
    ['zeros behind it', 'gzip', Buffer.concat([gzipSync('text'), Buffer.alloc(5_000)]), Buffer.from('text')],
    ['one zstd', 'zstd', zstdOf(text), text],
    [
      'two zstd',
      'zstd',
      Buffer.concat([zstdOf(text), zstdOf(Buffer.from('more'))]),
      Buffer.concat([text, Buffer.from('more')]),
    ],
    [
      'frames to skip',
      'zstd',
      Buffer.concat([skippableFrame(text), zstdOf(text), skippableFrame(Buffer.alloc(0))]),
      text,
    ],
    ['zstd of zeros', 'zstd', zstdFrame([{ byte: 0, times: 100_000 }]), Buffer.alloc(100_000)],
    ['an empty frame', 'zstd', zstdOf(Buffer.alloc(0)), Buffer.alloc(0)],
  ] as const)('%s', async (_, packing, packed, content) => {
    if (size === 1 && packed.length > 20_000) return
    expect((await read(piecesOf(packed, size), packing)).equals(content)).toBe(true)
  })
})

it('what zstd itself packed, with a checksum', async () => {
  const content = await read(piecesOf(realZstd, 5), 'zstd')
  expect(content.toString()).toBe('strata strata strata strata strata strata\n')
})

describe('fails', () => {
  const wrong = gzipSync(text)
  wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1
  it.each([
    ['a cut gzip', 'gzip', gzipSync(text).subarray(0, -3), true],
    ['a gzip with a wrong check', 'gzip', wrong, false],
    [
      'bytes behind a gzip',
      'gzip',
      Buffer.concat([gzipSync(text), Buffer.from('and some more of them')]),
      false,
    ],
    [
      'bytes far behind a gzip',
      'gzip',
      Buffer.concat([gzipSync('a'), Buffer.alloc(70_000), Buffer.of(1)]),
      false,
    ],
    ['a cut zstd', 'zstd', zstdOf(text).subarray(0, -3), true],
    ['a zstd cut at a block', 'zstd', zstdOf(text).subarray(0, 6 + 100_003), false],
    ['bytes behind a zstd', 'zstd', Buffer.concat([zstdOf(text), Buffer.from('more')]), false],
    ['a window of 2 GiB', 'zstd', zstdFrame([{ raw: text.subarray(0, 9) }], 0xa8), false],
    [
      'a block of a kind that is none',
      'zstd',
      Buffer.concat([zstdOf(text).subarray(0, 6), Buffer.of(7, 0, 0)]),
      false,
    ],
  ] as const)('%s', async (_, packing, packed, isCut) => {
    const error: unknown = await read(piecesOf(packed, 30_000), packing).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(UnpackFailed)
    expect(error).toMatchObject({ isCut })
  })

  it.each(['gzip', 'zstd'] as const)('with the error of the source of a %s', async (packing) => {
    const packed = packing === 'gzip' ? gzipSync(text) : zstdOf(text)
    const source = async function* () {
      yield packed.subarray(0, 50)
      throw new RangeError('the source')
    }
    await expect(read(source(), packing)).rejects.toThrow(new RangeError('the source'))
  })
})

it.each(['gzip', 'zstd'] as const)('lets go of the source of a %s when nobody reads on', async (packing) => {
  let isClosed = false
  const packed = packing === 'gzip' ? gzipSync(text) : zstdOf(text)
  const source = async function* () {
    try {
      for (;;) yield packed
    } finally {
      isClosed = true
    }
  }
  for await (const _ of unpacked(source(), packing)) break
  await expect.poll(() => isClosed).toBe(true)
})

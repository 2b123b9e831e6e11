/** Frames of zstd (RFC 8878) made by hand, so that tests need no packer: blocks as they are, or of one byte repeated. */
export type ZstdBlock = { readonly raw: Uint8Array } | { readonly byte: number; readonly times: number }

/** @param windowByte exponent and mantissa of the window; 0x38 is 128 KiB */
export function zstdFrame(blocks: readonly ZstdBlock[], windowByte = 0x38): Buffer {
  const head = Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0, windowByte)
  return Buffer.concat([head, ...blocks.map((block, i) => blockBytes(block, i === blocks.length - 1))])
}

export function zstdOf(content: Uint8Array): Buffer {
  const raws = Array.from({ length: Math.max(1, Math.ceil(content.length / 100_000)) }, (_, i) => ({
    raw: content.subarray(i * 100_000, i * 100_000 + 100_000),
  }))
  return zstdFrame(raws)
}

export function skippableFrame(content: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a53, 0)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function blockBytes(block: ZstdBlock, isLast: boolean): Buffer {
  const isRaw = 'raw' in block
  const size = isRaw ? block.raw.length : block.times
  const head = Buffer.alloc(3)
  head.writeUIntLE((size << 3) | ((isRaw ? 0 : 1) << 1) | (isLast ? 1 : 0), 0, 3)
  return Buffer.concat([head, isRaw ? block.raw : Buffer.of(block.byte)])
}

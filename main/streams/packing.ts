import type { FileHandle } from 'node:fs/promises'
import type { Packing } from '@shared/domain/archive'
import type { LayerPacking } from '@shared/domain/imageSource'
import { blockBytes, isTarHeader, isZeros } from './tar/tarHeader'

const magics: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  // `BZh`
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
]

/** By the first bytes: the name of a file says nothing. */
export async function packingOf(file: FileHandle): Promise<Packing> {
  const start = Buffer.alloc(6)
  await file.read(start, 0, start.length, 0)
  return packingBy(start)
}

export function packingBy(start: Uint8Array): Packing {
  return magics.find(([, magic]) => magic.every((byte, at) => start[at] === byte))?.[0] ?? 'none'
}

/** Of a layer, by its first 512 bytes; undefined for what is no tar and not packed as a layer may be. */
export function layerPackingBy(start: Uint8Array): LayerPacking | undefined {
  const packing = packingBy(start)
  if (packing === 'gzip' || packing === 'zstd') return packing
  const block = start.subarray(0, blockBytes)
  // A layer without content is nothing but zeros.
  return isTarHeader(block) || (block.length === blockBytes && isZeros(block)) ? 'none' : undefined
}

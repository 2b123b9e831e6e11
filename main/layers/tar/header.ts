import { numberAt } from './numbers'

export const blockBytes = 512

/** The fields of one header block as they are; undefined for a number that is none. */
export type HeaderFields = {
  /** The type's byte: `0x30` for `0`. */
  readonly type: number
  readonly size: number | undefined
  readonly mode: number | undefined
  readonly uid: number | undefined
  readonly gid: number | undefined
  readonly modified: number | undefined
}

export function readFields(block: Uint8Array): HeaderFields {
  return {
    type: block[156] ?? 0,
    mode: numberAt(block, 100, 8),
    uid: numberAt(block, 108, 8),
    gid: numberAt(block, 116, 8),
    size: numberAt(block, 124, 12),
    modified: numberAt(block, 136, 12),
  }
}

/** Sum of all bytes, the checksum's own eight taken for blanks (POSIX pax, ustar); some old writers summed signed bytes. */
export function hasChecksum(block: Uint8Array): boolean {
  const told = numberAt(block, 148, 8)
  let sum = 8 * 0x20
  for (let at = 0; at < 148; at += 1) sum += block[at] ?? 0
  for (let at = 156; at < blockBytes; at += 1) sum += block[at] ?? 0
  return told === sum || told === signedSum(block)
}

function signedSum(block: Uint8Array): number {
  let sum = 8 * 0x20
  for (let at = 0; at < blockBytes; at += 1) {
    const byte = block[at] ?? 0
    if (at < 148 || at >= 156) sum += byte > 127 ? byte - 256 : byte
  }
  return sum
}

export function isZeroBlock(block: Uint8Array): boolean {
  return isZero(block, 0, blockBytes)
}

export function isZero(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (bytes[at] !== 0) return false
  return true
}

/** Up to the first NUL; a view, not a copy. */
export function textAt(block: Uint8Array, at: number, width: number): Uint8Array {
  let end = at
  while (end < at + width && block[end] !== 0 && block[end] !== undefined) end += 1
  return block.subarray(at, end)
}

const slash = 0x2f

/** The path that the header itself tells: its name, below its prefix where the format has one. */
export function pathOf(block: Uint8Array): Uint8Array {
  const name = textAt(block, 0, 100)
  const prefix = textAt(block, 345, prefixWidth(block))
  if (prefix.length === 0) return name
  const path = new Uint8Array(prefix.length + 1 + name.length)
  path.set(prefix)
  path[prefix.length] = slash
  path.set(name, prefix.length + 1)
  return path
}

/**
 * 155 in ustar, 131 in star, none before and in GNU's, which has times there; except that Go before 1.8, and so Docker
 * before 17, wrote GNU headers with a prefix (golang.org/issue/12594).
 */
function prefixWidth(block: Uint8Array): number {
  if (!isUstar(block)) return 0
  if (block[262] === 0) return hasWord(block, 508, 'tar\0') ? 131 : 155
  const hasTimes = numberAt(block, 345, 12) !== undefined && numberAt(block, 357, 12) !== undefined
  return hasTimes ? 0 : isAscii(textAt(block, 345, 155)) ? 155 : 0
}

/** Of POSIX or of GNU. */
export function isUstar(block: Uint8Array): boolean {
  return hasWord(block, 257, 'ustar')
}

function hasWord(block: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i += 1) if (block[at + i] !== word.charCodeAt(i)) return false
  return true
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80)
}

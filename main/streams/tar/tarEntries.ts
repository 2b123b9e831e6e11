import type { FileHandle } from 'node:fs/promises'

/** Where a file lies in a tar on disk. */
export type TarEntry = {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'other'
  readonly size: number
  /** Offset of its first byte. */
  readonly offset: number
}

const blockBytes = 512
/** A name or an attribute longer than this is none. */
const maxExtraBytes = 1_048_576

/**
 * Headers of a tar in a file, jumping over the contents. Long names and sizes of GNU and PAX are honoured. Ends at the
 * first thing that is no header, since whoever asks wants to know what kind of file it is, not whether it is whole.
 */
export async function* tarEntries(file: FileHandle): AsyncGenerator<TarEntry, void> {
  const header = Buffer.alloc(blockBytes)
  let offset = 0
  let name: string | undefined
  let length: number | undefined
  for (;;) {
    const { bytesRead } = await file.read(header, 0, blockBytes, offset)
    if (bytesRead < blockBytes || !hasChecksum(header)) return
    const size = length ?? numberAt(header, 124, 12)
    if (size === undefined) return
    const content = offset + blockBytes
    const type = String.fromCharCode(header[156] ?? 0)
    if (type === 'x' || type === 'L') {
      if (size > maxExtraBytes) return
      const extra = Buffer.alloc(size)
      await file.read(extra, 0, size, content)
      if (type === 'L') name = textOf(extra)
      else ({ name = name, length } = readPax(extra))
    } else if (type !== 'g' && type !== 'K') {
      yield { path: name ?? nameOf(header), kind: kindOf(type), size, offset: content }
      name = undefined
      length = undefined
    }
    offset = content + Math.ceil(size / blockBytes) * blockBytes
  }
}

function kindOf(type: string): TarEntry['kind'] {
  if (type === '0' || type === '\0' || type === '7') return 'file'
  return type === '5' ? 'folder' : 'other'
}

function nameOf(header: Buffer): string {
  const name = textOf(header.subarray(0, 100))
  const isUstar = header.toString('latin1', 257, 262) === 'ustar'
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Sum of all bytes, with the checksum's own eight taken for blanks (POSIX pax, ustar header block). */
function hasChecksum(header: Buffer): boolean {
  const told = numberAt(header, 148, 8)
  let sum = 8 * 0x20
  for (let at = 0; at < blockBytes; at += 1) if (at < 148 || at >= 156) sum += header[at] ?? 0
  return told === sum
}

/** Octal digits, or base 256 where the first bit is set (GNU, for more than 8 GiB). */
function numberAt(header: Buffer, at: number, length: number): number | undefined {
  if (((header[at] ?? 0) & 0x80) !== 0) {
    let value = (header[at] ?? 0) & 0x7f
    for (let i = at + 1; i < at + length; i += 1) value = value * 256 + (header[i] ?? 0)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const digits = textOf(header.subarray(at, at + length)).trim()
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end)
}

/** Records `<length> <key>=<value>\n`. */
function readPax(bytes: Buffer): { readonly name?: string; readonly length?: number } {
  let found: { name?: string; length?: number } = {}
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = space === -1 ? 0 : Number(bytes.toString('latin1', at, space))
    if (!Number.isInteger(length) || length <= 0) return found
    const record = bytes.toString('utf8', space + 1, at + length - 1)
    const equals = record.indexOf('=')
    const value = record.slice(equals + 1)
    if (record.startsWith('path=')) found = { ...found, name: value }
    if (record.startsWith('size=') && /^\d{1,15}$/.test(value)) found = { ...found, length: Number(value) }
    at += length
  }
  return found
}

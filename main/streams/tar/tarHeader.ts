export const blockBytes = 512
/** A name or an attribute longer than this is none. */
export const maxExtraBytes = 1_048_576

export type TarKind = 'file' | 'folder' | 'symlink' | 'hardLink' | 'other'

/** What comes before an entry's bytes (POSIX pax, ustar header block). */
export type TarHead = {
  readonly path: string
  readonly kind: TarKind
  /** Bytes that follow, without the padding. */
  readonly size: number
  /** Of a link, as the tar has it; empty for anything else. */
  readonly link: string
}

type RawHead = TarHead & { readonly type: string }
type Extras = { readonly name?: string; readonly length?: number; readonly link?: string }

/**
 * One header block after another. An answer says what its content is: an entry, `extra` (a long name or attributes of the
 * next entry: give them to `extra`), something to jump over, or no header at all.
 */
export type HeaderReader = {
  block(
    block: Uint8Array,
  ):
    | { readonly type: 'entry'; readonly head: TarHead }
    | { readonly type: 'extra' | 'skip'; readonly size: number }
    | { readonly type: 'noHeader' }
  extra(bytes: Buffer): void
}

export function headerReader(): HeaderReader {
  let extras: Extras = {}
  let expected = ''
  return {
    block(block) {
      const raw = readBlock(Buffer.from(block.buffer, block.byteOffset, block.byteLength), extras.length)
      if (raw === undefined) return { type: 'noHeader' }
      const { type, ...head } = raw
      if (type === 'x' || type === 'L' || type === 'K') {
        // A size attribute is for the entry, never for another attribute block.
        const size = numberOf(block)
        if (size === undefined || size > maxExtraBytes) return { type: 'noHeader' }
        expected = type
        return { type: 'extra', size }
      }
      if (type === 'g') return { type: 'skip', size: head.size }
      const { name, link } = extras
      extras = {}
      return {
        type: 'entry',
        head: {
          ...head,
          ...(name === undefined ? {} : { path: name }),
          ...(link === undefined ? {} : { link }),
        },
      }
    },
    extra(bytes) {
      if (expected === 'L') extras = { ...extras, name: textOf(bytes) }
      else if (expected === 'K') extras = { ...extras, link: textOf(bytes) }
      else extras = { ...extras, ...readPax(bytes) }
    },
  }
}

export function isTarHeader(block: Uint8Array): boolean {
  return block.length >= blockBytes && hasChecksum(Buffer.from(block.buffer, block.byteOffset, blockBytes))
}

const zeros = Buffer.alloc(65_536)

export function isZeros(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const piece = bytes.subarray(at, at + zeros.length)
    if (zeros.compare(piece, 0, piece.length, 0, piece.length) !== 0) return false
  }
  return true
}

/** Content and the padding behind it. */
export function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes
}

function readBlock(block: Buffer, length: number | undefined): RawHead | undefined {
  if (block.length < blockBytes || !hasChecksum(block)) return undefined
  const size = length ?? numberAt(block, 124, 12)
  if (size === undefined) return undefined
  const type = String.fromCharCode(block[156] ?? 0)
  const kind = kindOf(type)
  const isLink = kind === 'symlink' || kind === 'hardLink'
  return {
    type,
    kind,
    path: nameOf(block),
    link: isLink ? textOf(block.subarray(157, 257)) : '',
    // Some writers give a link the size of what it leads to, but no bytes follow (GNU tar reads it so too).
    size: isLink || kind === 'folder' ? 0 : size,
  }
}

function kindOf(type: string): TarKind {
  switch (type) {
    case '0':
    case '\0':
    case '7':
      return 'file'
    case '1':
      return 'hardLink'
    case '2':
      return 'symlink'
    case '5':
      return 'folder'
    default:
      return 'other'
  }
}

function nameOf(block: Buffer): string {
  const name = textOf(block.subarray(0, 100))
  // GNU's own format has times where ustar has a prefix.
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0'
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Sum of all bytes, with the checksum's own eight taken for blanks. */
function hasChecksum(block: Buffer): boolean {
  const told = numberAt(block, 148, 8)
  let sum = 8 * 0x20
  for (let at = 0; at < blockBytes; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0
  return told === sum
}

function numberOf(block: Uint8Array): number | undefined {
  return numberAt(Buffer.from(block.buffer, block.byteOffset, block.byteLength), 124, 12)
}

/** Octal digits, or base 256 where the first bit is set (GNU, for more than 8 GiB). */
function numberAt(block: Buffer, at: number, length: number): number | undefined {
  if (((block[at] ?? 0) & 0x80) !== 0) {
    let value = (block[at] ?? 0) & 0x7f
    for (let i = at + 1; i < at + length; i += 1) value = value * 256 + (block[i] ?? 0)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const digits = textOf(block.subarray(at, at + length)).trim()
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end)
}

/** Records `<length> <key>=<value>\n`. */
function readPax(bytes: Buffer): Extras {
  let found: { name?: string; length?: number; link?: string } = {}
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = space === -1 ? 0 : Number(bytes.toString('latin1', at, space))
    if (!Number.isInteger(length) || length <= 0) return found
    const record = bytes.toString('utf8', space + 1, at + length - 1)
    const value = record.slice(record.indexOf('=') + 1)
    if (record.startsWith('path=')) found = { ...found, name: value }
    if (record.startsWith('linkpath=')) found = { ...found, link: value }
    if (record.startsWith('size=') && /^\d{1,15}$/.test(value)) found = { ...found, length: Number(value) }
    at += length
  }
  return found
}

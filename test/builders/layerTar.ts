/**
 * Tars of layers for tests, valid and odd: every field of a header can lie. Nothing is checked, on purpose.
 */
export type TarSpec = {
  readonly name: string | Uint8Array
  /** Type of the entry: '0' file, '1' hard link, '2' symbolic link, '3' '4' devices, '5' folder, '6' fifo, or anything. */
  readonly type?: string
  readonly content?: string | Uint8Array
  readonly link?: string | Uint8Array
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** Seconds; a fraction is told in a PAX header. */
  readonly mtime?: number
  readonly prefix?: string
  readonly format?: 'ustar' | 'gnu' | 'v7'
  /** Records of a PAX header in front of it, in this order; a key may come twice. */
  readonly pax?: readonly PaxRecord[]
  /** The name, the link or both in `L` and `K` entries of GNU tar. */
  readonly gnuLong?: boolean
  /** Sizes, owner and time in base 256, as GNU tar has them where octal digits don't suffice. */
  readonly base256?: boolean
  /** What the header says of the size, where that is not the content's. */
  readonly size?: number
  /** Bytes that are put into the header at the end, by offset; the checksum fits them. */
  readonly fields?: Readonly<Record<number, string | Uint8Array>>
  readonly checksum?: 'right' | 'wrong' | 'signed'
}
export type PaxRecord = readonly [key: string, value: string | Uint8Array]

const BLOCK = 512

export function aFile(
  name: string | Uint8Array,
  content: string | Uint8Array = '',
  over: Partial<TarSpec> = {},
): TarSpec {
  return { name, type: '0', content, ...over }
}
export function aFolder(name: string, over: Partial<TarSpec> = {}): TarSpec {
  return { name: name.endsWith('/') ? name : `${name}/`, type: '5', mode: 0o755, ...over }
}
export function aSymlink(name: string, link: string, over: Partial<TarSpec> = {}): TarSpec {
  return { name, type: '2', link, mode: 0o777, ...over }
}
export function aHardLink(name: string, link: string, over: Partial<TarSpec> = {}): TarSpec {
  return { name, type: '1', link, ...over }
}
/** Removes that path of lower layers. */
export function aWhiteout(path: string): TarSpec {
  const cut = path.lastIndexOf('/') + 1
  return { name: `${path.slice(0, cut)}.wh.${path.slice(cut)}`, type: '0', mode: 0 }
}
/** Removes all that lower layers have in that folder. */
export function anOpaqueMarker(folder: string): TarSpec {
  return { name: `${folder.replace(/\/$/, '')}/.wh..wh..opq`, type: '0', mode: 0 }
}

/** A piece of a sparse file: where it lies in the file, and its bytes. */
export type Piece = readonly [offset: number, bytes: string | Uint8Array]

/** Old GNU format: four pieces in the header, 21 in each block behind it. */
export function anOldSparseFile(name: string, size: number, pieces: readonly Piece[]): Buffer {
  const places = pieces.map(([offset, bytes]) => pairOf(offset, length(bytes)))
  const more = chunked(places.slice(4), 21)
  const head = header({
    name,
    type: 'S',
    format: 'gnu',
    size: sum(pieces),
    fields: {
      386: Buffer.concat(places.slice(0, 4)),
      482: Buffer.of(more.length > 0 ? 1 : 0),
      483: octal(size, 12),
    },
  })
  const blocks = more.map((part, i) => {
    const block = Buffer.alloc(BLOCK)
    Buffer.concat(part).copy(block)
    block[504] = i < more.length - 1 ? 1 : 0
    return block
  })
  return Buffer.concat([head, ...blocks, padded(joined(pieces))])
}

/** The three PAX formats of GNU tar. */
export function aPaxSparseFile(
  name: string,
  size: number,
  pieces: readonly Piece[],
  version: '0.0' | '0.1' | '1.0',
): Buffer {
  const content = joined(pieces)
  const count = String(pieces.length)
  if (version === '0.0') {
    const pax: PaxRecord[] = [
      ['GNU.sparse.size', String(size)],
      ['GNU.sparse.numblocks', count],
    ]
    for (const [offset, bytes] of pieces) {
      pax.push(['GNU.sparse.offset', String(offset)], ['GNU.sparse.numbytes', String(length(bytes))])
    }
    return tarEntry(aFile(name, content, { pax }))
  }
  const hidden = `GNUSparseFile.0/${name}`
  const numbers = pieces.flatMap(([offset, bytes]) => [offset, length(bytes)])
  if (version === '0.1') {
    const pax: PaxRecord[] = [
      ['GNU.sparse.size', String(size)],
      ['GNU.sparse.numblocks', count],
      ['GNU.sparse.map', numbers.join(',')],
      ['GNU.sparse.name', name],
    ]
    return tarEntry(aFile(hidden, content, { pax }))
  }
  const pax: PaxRecord[] = [
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.name', name],
    ['GNU.sparse.realsize', String(size)],
  ]
  const map = padded(Buffer.from([count, ...numbers].map((n) => `${n}\n`).join('')))
  return tarEntry(aFile(hidden, Buffer.concat([map, content]), { pax }))
}

/** A PAX header of type `x`, or `g` for all that follow, alone. */
export function paxHeader(records: readonly PaxRecord[], type: 'x' | 'g' = 'x'): Buffer {
  const content = Buffer.concat(records.map(paxRecord))
  return Buffer.concat([
    header({ name: 'PaxHeaders/0', type, format: 'ustar', size: content.length }),
    padded(content),
  ])
}

export function paxRecord([key, value]: PaxRecord): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), bytesOf(value), Buffer.from('\n')])
  let digits = 1
  while (String(rest.length + digits).length !== digits) digits += 1
  return Buffer.concat([Buffer.from(String(rest.length + digits)), rest])
}

/** Header, content and padding, with the long names and PAX headers that belong to it. */
export function tarEntry(spec: TarSpec): Buffer {
  const content = bytesOf(spec.content ?? '')
  const fraction = spec.mtime !== undefined && !Number.isInteger(spec.mtime)
  const pax = [...(spec.pax ?? []), ...(fraction ? [['mtime', String(spec.mtime)] satisfies PaxRecord] : [])]
  return Buffer.concat([
    ...(spec.gnuLong === true ? longNames(spec) : []),
    ...(pax.length > 0 ? [paxHeader(pax)] : []),
    header({ ...spec, size: spec.size ?? content.length }),
    padded(content),
  ])
}

function longNames({ name, link }: TarSpec): readonly Buffer[] {
  const long = (type: string, text: Buffer) => {
    const content = Buffer.concat([text, Buffer.of(0)])
    return [header({ name: '././@LongLink', type, format: 'gnu', size: content.length }), padded(content)]
  }
  return [
    ...long('L', bytesOf(name)),
    ...(link === undefined || link.length <= 100 ? [] : long('K', bytesOf(link))),
  ]
}

/**
 * A whole tar. Bytes among the entries are put in as they are.
 * @param end `none`: no zero blocks; `one`: a single one
 */
export function layerTar(
  entries: Iterable<TarSpec | Uint8Array>,
  {
    end = 'two',
    trailing = '',
  }: { readonly end?: 'two' | 'one' | 'none'; readonly trailing?: string | Uint8Array } = {},
): Buffer {
  const parts = Array.from(entries, (entry) => (entry instanceof Uint8Array ? entry : tarEntry(entry)))
  const blocks = { two: 2, one: 1, none: 0 }[end]
  return Buffer.concat([...parts, Buffer.alloc(blocks * BLOCK), bytesOf(trailing)])
}

function header(spec: TarSpec): Buffer {
  const { type = '0', mode = 0o644, uid = 0, gid = 0, mtime = 0, size = 0, format = 'ustar' } = spec
  const number = spec.base256 === true ? base256 : octal
  const block = Buffer.alloc(BLOCK)
  put(block, 0, bytesOf(spec.name), 100)
  put(block, 100, octal(mode, 8), 8)
  put(block, 108, number(uid, 8), 8)
  put(block, 116, number(gid, 8), 8)
  put(block, 124, number(size, 12), 12)
  put(block, 136, number(Math.floor(mtime), 12), 12)
  put(block, 156, Buffer.from(type, 'latin1'), 1)
  put(block, 157, bytesOf(spec.link ?? ''), 100)
  if (format === 'ustar') put(block, 257, Buffer.from('ustar\x0000', 'latin1'), 8)
  if (format === 'gnu') put(block, 257, Buffer.from('ustar  \0', 'latin1'), 8)
  put(block, 345, bytesOf(spec.prefix ?? ''), 155)
  for (const [at, bytes] of Object.entries(spec.fields ?? {})) bytesOf(bytes).copy(block, Number(at))
  block.fill(' ', 148, 156)
  put(block, 148, Buffer.from(`${checksum(block, spec.checksum).toString(8).padStart(6, '0')}\0 `), 8)
  return block
}

function checksum(block: Buffer, kind: TarSpec['checksum'] = 'right'): number {
  let total = kind === 'wrong' ? 1 : 0
  for (const byte of block) total += kind === 'signed' && byte > 127 ? byte - 256 : byte
  return total
}

function put(block: Buffer, at: number, bytes: Uint8Array, width: number): void {
  block.set(bytes.subarray(0, width), at)
}

/** What does not fit is cut off: a test that means another number uses base 256. */
export function octal(value: number, width: number): Buffer {
  const digits = Math.max(0, value)
    .toString(8)
    .padStart(width - 1, '0')
  return Buffer.from(`${digits.slice(-(width - 1))}\0`)
}

/** First bit set, then the number, big end first; negative ones as two's complement. */
export function base256(value: number, width: number): Buffer {
  const bytes = Buffer.alloc(width)
  let rest = BigInt(value)
  for (let at = width - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  bytes[0] = value < 0 ? 0xff : (bytes[0] ?? 0) | 0x80
  return bytes
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)])
}

function bytesOf(value: string | Uint8Array): Buffer {
  return typeof value === 'string' ? Buffer.from(value) : Buffer.from(value)
}

const length = (bytes: string | Uint8Array): number => bytesOf(bytes).length
const sum = (pieces: readonly Piece[]): number => joined(pieces).length
const joined = (pieces: readonly Piece[]): Buffer => Buffer.concat(pieces.map(([, bytes]) => bytesOf(bytes)))
const pairOf = (offset: number, size: number): Buffer => Buffer.concat([octal(offset, 12), octal(size, 12)])

function chunked<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, i * size + size),
  )
}

/** Bytes asked for at once: what `contents.file` gives at most. */
export const textWindow = 262_144
/** Windows that are kept: beyond that the file is to be saved out. */
export const mostTextWindows = 64
/** Characters of one piece of a line. Minified code is one line of a megabyte, which no browser lays out in time. */
const pieceCharacters = 2_000

export type TextLine = {
  /** From 1; absent for a piece that goes on. */
  readonly number?: number
  readonly text: string
}

/** Where reading goes on: bytes of a line that has not ended, and how far the counting is. */
export type TextAt = {
  readonly from: number
  readonly rest: Uint8Array
  readonly number: number
  /** The line at hand began in an earlier window. */
  readonly isOpen: boolean
}

export const textStart: TextAt = { from: 0, rest: new Uint8Array(), number: 1, isOpen: false }

export type TextPage = {
  readonly lines: readonly TextLine[]
  readonly next: TextAt
  readonly isLast: boolean
}

const lineFeed = 0x0a

/** Lines of one window. A line that does not end in it waits for the next one, unless it is longer than a window. */
export function readText(at: TextAt, bytes: Uint8Array, size: number): TextPage {
  const all = joined(at.rest, bytes)
  const end = at.from + bytes.length
  const isLast = end >= size || bytes.length === 0
  const lastFeed = all.lastIndexOf(lineFeed)
  const tooLong = lastFeed === -1 && all.length >= textWindow
  const until = isLast ? all.length : tooLong ? wholeCharacters(all) : lastFeed + 1
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(all.subarray(0, until))
  const parts = text.split('\n')
  const endsWithFeed = text.endsWith('\n')
  if (endsWithFeed || text === '') parts.pop()
  let number = at.number
  let isOpen = at.isOpen
  const lines: TextLine[] = []
  for (const [i, part] of parts.entries()) {
    pushPieces(lines, part.endsWith('\r') ? part.slice(0, -1) : part, isOpen ? undefined : number)
    const ended = i < parts.length - 1 || endsWithFeed
    if (ended) number += 1
    isOpen = !ended
  }
  return { lines, isLast, next: { from: end, rest: all.slice(until), number, isOpen } }
}

function pushPieces(lines: TextLine[], text: string, number: number | undefined): void {
  const first = text.slice(0, pieceCharacters)
  lines.push(number === undefined ? { text: first } : { number, text: first })
  for (let i = pieceCharacters; i < text.length; i += pieceCharacters)
    lines.push({ text: text.slice(i, i + pieceCharacters) })
}

/** The end of the last character that is whole: UTF-8 has at most four bytes in one. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 4; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

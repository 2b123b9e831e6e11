/** How the end of a body is known (RFC 9112, section 6.3). `bytes`: how many come. */
export type BodyFraming =
  | { readonly type: 'chunked' }
  | { readonly type: 'length'; readonly bytes: number }
  | { readonly type: 'close' }

/** What comes is no body as it was announced. */
export class BodyInvalid extends Error {
  constructor(what: string) {
    super(`the answer is no HTTP: ${what}`)
    this.name = 'BodyInvalid'
  }
}

type State = 'size' | 'data' | 'dataEnd' | 'trailer' | 'done'

const lineFeed = 10
/** A chunk's size with its extensions; all trailers together. In bytes. */
const maxLine = 4_096
const maxTrailers = 65_536

/** Finds the bytes of a body in the bytes of an HTTP/1.1 connection (RFC 9112, section 7.1), copying none of them. */
export class BodyReader {
  #state: State
  #left = 0
  #line = ''
  #trailers = 0
  readonly #endsByClose: boolean
  readonly #isChunked: boolean

  constructor(framing: BodyFraming) {
    this.#endsByClose = framing.type === 'close'
    this.#isChunked = framing.type === 'chunked'
    this.#state = this.#isChunked ? 'size' : 'data'
    if (framing.type === 'length') {
      this.#left = framing.bytes
      if (framing.bytes === 0) this.#state = 'done'
    }
  }

  get isDone(): boolean {
    return this.#state === 'done'
  }

  /** `give` gets views of `bytes`. What comes behind the end is nobody's. @throws BodyInvalid */
  read(bytes: Uint8Array, give: (body: Uint8Array) => void): void {
    for (let at = 0; at < bytes.length && this.#state !== 'done'; ) {
      at = this.#state === 'data' ? this.#data(bytes, at, give) : this.#text(bytes, at)
    }
  }

  /** The connection is closed: was that its end? */
  close(): boolean {
    if (this.#endsByClose) this.#state = 'done'
    return this.isDone
  }

  #data(bytes: Uint8Array, at: number, give: (body: Uint8Array) => void): number {
    const end = this.#endsByClose ? bytes.length : Math.min(bytes.length, at + this.#left)
    give(bytes.subarray(at, end))
    this.#left -= end - at
    if (this.#left === 0 && !this.#endsByClose) this.#state = this.#isChunked ? 'dataEnd' : 'done'
    return end
  }

  /** Up to and with the end of a line, which is what all but the data consists of. */
  #text(bytes: Uint8Array, at: number): number {
    const found = bytes.indexOf(lineFeed, at)
    const end = found === -1 ? bytes.length : found
    if (this.#line.length + end - at > maxLine) throw new BodyInvalid('a line is too long')
    this.#line += Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1')
    if (found === -1) return end
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line
    this.#line = ''
    this.#endOfLine(line)
    return end + 1
  }

  #endOfLine(line: string): void {
    if (this.#state === 'dataEnd') {
      if (line !== '') throw new BodyInvalid('a chunk is longer than it said')
      this.#state = 'size'
    } else if (this.#state === 'size') {
      this.#left = sizeOf(line)
      this.#state = this.#left === 0 ? 'trailer' : 'data'
    } else {
      this.#trailers += line.length
      if (this.#trailers > maxTrailers) throw new BodyInvalid('its trailers are too long')
      if (line === '') this.#state = 'done'
    }
  }
}

/** Hexadecimal; what follows a semicolon are extensions. At most 2^48. */
function sizeOf(line: string): number {
  const digits = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(line)?.[1]
  if (digits === undefined) throw new BodyInvalid('a chunk has a size that is none')
  return Number.parseInt(digits, 16)
}

/** A line longer than the cap: the stream is not worth reading on, since its end may never come. */
export class LineTooLong extends Error {
  constructor(readonly limitBytes: number) {
    super(`a line is longer than ${limitBytes} bytes`)
    this.name = 'LineTooLong'
  }
}

/** A line that is not JSON: half of one when the sender died, or something else altogether. */
export class NotJson extends Error {
  constructor(readonly line: string) {
    super('a line is not JSON')
    this.name = 'NotJson'
  }
}

const newline = 0x0a

/**
 * Text lines of a byte stream, without their `\n` or `\r\n`; empty ones are left out. A line is decoded when it is
 * whole, so a UTF-8 character that is split over two chunks stays whole. What follows the last newline is a line too.
 * @throws LineTooLong at the first byte over `maxBytes` (default 256 MiB: an image with 20 MB of labels makes events
 * of that size).
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes = 268_435_456 }: { readonly maxBytes?: number } = {},
): AsyncGenerator<string, void> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      if (held + end - from > maxBytes) throw new LineTooLong(maxBytes)
      const line = decode([...parts, chunk.subarray(from, end)])
      parts = []
      held = 0
      from = end + 1
      if (line !== '') yield line
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from))
      held += chunk.length - from
      if (held > maxBytes) throw new LineTooLong(maxBytes)
    }
  }
  const last = decode(parts)
  if (last !== '') yield last
}

function decode(parts: readonly Uint8Array[]): string {
  const [first] = parts
  if (first === undefined) return ''
  const whole =
    parts.length > 1 ? Buffer.concat(parts) : Buffer.from(first.buffer, first.byteOffset, first.byteLength)
  const end = whole.at(-1) === 0x0d ? whole.length - 1 : whole.length
  return whole.toString('utf8', 0, end)
}

/** Each line parsed. @throws NotJson, LineTooLong */
export async function* jsonLines(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly maxBytes?: number } = {},
): AsyncGenerator<unknown, void> {
  for await (const line of lines(chunks, options)) yield parse(line)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new NotJson(line)
  }
}

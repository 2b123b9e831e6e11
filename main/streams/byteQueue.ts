/** The stream ended where more bytes had to come. */
export class StreamCut extends Error {
  constructor() {
    super('the bytes end in the middle')
    this.name = 'StreamCut'
  }
}

/** Bytes of a stream in portions of one's own choice, without copying what passes by: good until the next are asked for. */
export type ByteQueue = {
  /** Exactly so many; undefined when nothing at all is left. @throws StreamCut for a part of them */
  take(count: number): Promise<Buffer | undefined>
  /** The next so many as they come. @throws StreamCut */
  pass(count: number): AsyncGenerator<Buffer, void>
  /** Whatever comes next, of any length; undefined at the end. */
  next(): Promise<Buffer | undefined>
}

export function byteQueue(chunks: AsyncIterator<Uint8Array, unknown>): ByteQueue {
  let held: Buffer = Buffer.alloc(0)
  const next = async (): Promise<Buffer | undefined> => {
    if (held.length > 0) {
      const bytes = held
      held = Buffer.alloc(0)
      return bytes
    }
    for (;;) {
      const step: IteratorResult<Uint8Array, unknown> = await chunks.next()
      if (step.done === true) return undefined
      const { buffer, byteOffset, byteLength } = step.value
      if (byteLength > 0) return Buffer.from(buffer, byteOffset, byteLength)
    }
  }
  return {
    next,
    async take(count) {
      if (count === 0) return Buffer.alloc(0)
      const parts: Buffer[] = []
      for (let missing = count; missing > 0; ) {
        const bytes = await next()
        if (bytes === undefined) {
          if (parts.length === 0) return undefined
          throw new StreamCut()
        }
        // What is asked for next may come in the same memory.
        parts.push(bytes.length < missing ? Buffer.from(bytes) : bytes.subarray(0, missing))
        held = bytes.subarray(Math.min(missing, bytes.length))
        missing -= Math.min(missing, bytes.length)
      }
      const [first] = parts
      return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
    },
    async *pass(count) {
      for (let missing = count; missing > 0; ) {
        const bytes = await next()
        if (bytes === undefined) throw new StreamCut()
        const wanted = bytes.subarray(0, missing)
        held = bytes.subarray(wanted.length)
        missing -= wanted.length
        yield wanted
      }
    },
  }
}

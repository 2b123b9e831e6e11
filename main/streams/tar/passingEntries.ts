import { type ByteQueue, byteQueue, StreamCut } from '../byteQueue'
import { blockBytes, headerReader, isZeros, padded, type TarHead } from './tarHeader'

/** Bytes that are no tar, or stop being one. */
export class NotTar extends Error {
  constructor() {
    super('the bytes are no tar')
    this.name = 'NotTar'
  }
}

export type PassingEntry = TarHead & {
  /** To be read before the next entry is asked for; what is left of it is passed over. */
  readonly bytes: AsyncGenerator<Buffer, void>
}

/** Zeros behind the end: GNU tar writes up to 10 KiB; nobody needs a disk of them. */
const maxTail = 67_108_864

/**
 * Entries of a tar that passes by once, memory bounded whatever comes. Ends at the two empty blocks, after which only zeros
 * may follow. @throws StreamCut where it ends before, NotTar
 */
export async function* passingEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PassingEntry, void> {
  const iterator = chunks[Symbol.asyncIterator]()
  const queue = byteQueue(iterator)
  try {
    yield* entriesOf(queue)
  } finally {
    await iterator.return?.()
  }
}

async function* entriesOf(queue: ByteQueue): AsyncGenerator<PassingEntry, void> {
  const headers = headerReader()
  for (;;) {
    const block = await queue.take(blockBytes)
    if (block === undefined) throw new StreamCut()
    if (isZeros(block)) {
      await readTail(queue)
      return
    }
    const found = headers.block(block)
    if (found.type === 'noHeader') throw new NotTar()
    if (found.type === 'entry') {
      const { head } = found
      let left = head.size
      yield { ...head, bytes: counted(queue.pass(head.size), (count) => (left -= count)) }
      // A generator that was let go of in the middle says no more, but its bytes are still there.
      await drain(queue.pass(left + padded(head.size) - head.size))
    } else if (found.type === 'extra') {
      const extra = await queue.take(padded(found.size))
      if (extra === undefined) throw new StreamCut()
      headers.extra(extra.subarray(0, found.size))
    } else await drain(queue.pass(padded(found.size)))
  }
}

async function* counted(
  bytes: AsyncGenerator<Buffer, void>,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of bytes) {
    count(chunk.length)
    yield chunk
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

/** An engine that fails in the middle of a save writes its error where more of the tar should be. */
async function readTail(queue: ByteQueue): Promise<void> {
  const second = await queue.take(blockBytes)
  if (second === undefined) throw new StreamCut()
  if (!isZeros(second)) throw new NotTar()
  let tail = 0
  for (let bytes = await queue.next(); bytes !== undefined; bytes = await queue.next()) {
    tail += bytes.length
    if (!isZeros(bytes) || tail > maxTail) throw new NotTar()
  }
}

import type { ByteSink } from '../ports/byteSink'

/** All bytes of an iterable, with the patience that the sink asks for. Throws what the iterable throws. */
export async function pourInto(bytes: AsyncIterable<Uint8Array>, sink: ByteSink): Promise<void> {
  for await (const chunk of bytes) {
    sink.take(chunk)
    await sink.room()
  }
}

import type { OutputPiece } from '../../ports/containerEngine'

const headerBytes = 8

/**
 * The two outputs of a container without a terminal, which share one stream: each frame has 8 bytes before it, the
 * stream's number, three zeros and the length, most significant byte first (Engine API, "ContainerAttach").
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputPiece, void> {
  let header = Buffer.alloc(0)
  let left = 0
  let stream: OutputPiece['stream'] = 'stdout'
  for await (const chunk of chunks) {
    let at = 0
    while (at < chunk.length) {
      if (left > 0) {
        const bytes = chunk.subarray(at, at + left)
        at += bytes.length
        left -= bytes.length
        yield { stream, bytes }
        continue
      }
      const part = chunk.subarray(at, at + headerBytes - header.length)
      at += part.length
      header = Buffer.concat([header, part])
      if (header.length < headerBytes) continue
      stream = header[0] === 2 ? 'stderr' : 'stdout'
      left = header.readUInt32BE(4)
      header = Buffer.alloc(0)
    }
  }
}

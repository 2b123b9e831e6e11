import { once } from 'node:events'
import type { Transform } from 'node:stream'

/** What is packed ends in the middle, or is no such thing. */
export class UnpackFailed extends Error {
  constructor(
    readonly isCut: boolean,
    cause: unknown,
  ) {
    super(isCut ? 'what is packed ends in the middle' : 'what is packed is damaged', { cause })
    this.name = 'UnpackFailed'
  }
}

/**
 * Bytes through a decoder of zlib, which works in another thread while what it gave is used. `packed` is read to its end: zeros
 * may follow what is packed. Its errors come as they are. @throws UnpackFailed
 */
export async function* through(
  packed: AsyncIterable<Uint8Array>,
  decoder: Transform,
): AsyncGenerator<Uint8Array, void> {
  // One that comes when nobody listens any more is not to end the process.
  decoder.on('error', () => undefined)
  let sourceError: { readonly error: unknown } | undefined
  const fed = feed(packed, decoder).catch((error: unknown) => {
    sourceError = { error }
    decoder.destroy(new Error('the source failed'))
  })
  try {
    for await (const chunk of decoder) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    if (sourceError === undefined) throw new UnpackFailed(isCut(error), error)
  } finally {
    decoder.destroy()
  }
  await fed
  if (sourceError !== undefined) throw sourceError.error
}

async function feed(packed: AsyncIterable<Uint8Array>, decoder: Transform): Promise<void> {
  for await (const chunk of packed) {
    if (decoder.readableEnded) checkZeros(chunk)
    else if (decoder.destroyed) return
    else if (!decoder.write(chunk)) await room(decoder)
  }
  if (!decoder.destroyed) decoder.end()
}

/** Resolves when it takes more, or never will. */
async function room(decoder: Transform): Promise<void> {
  const control = new AbortController()
  const of = async (event: string) =>
    await once(decoder, event, { signal: control.signal }).catch(() => undefined)
  await Promise.race([of('drain'), of('end'), of('close')])
  control.abort()
}

function checkZeros(chunk: Uint8Array): void {
  if (chunk.some((byte) => byte !== 0)) throw new UnpackFailed(false, new Error('bytes behind its end'))
}

function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
}

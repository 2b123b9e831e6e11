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

/** `bytesWritten` of zlib: what it has really used of its input. */
type Decoder = Transform & { readonly bytesWritten?: number }

/**
 * Bytes through a decoder of zlib, which works in another thread while what it gave is used. `packed` is read to its end: zeros
 * may follow what is packed. Its errors come as they are. @throws UnpackFailed
 */
export async function* through(
  packed: AsyncIterable<Uint8Array>,
  decoder: Decoder,
): AsyncGenerator<Uint8Array, void> {
  // One that comes when nobody listens any more is not to end the process.
  decoder.on('error', () => undefined)
  let sourceError: { readonly error: unknown } | undefined
  const fed = feed(packed, decoder).catch((error: unknown) => {
    sourceError = { error }
    decoder.destroy(new Error('the source failed'))
    return undefined
  })
  try {
    for await (const chunk of decoder) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    if (sourceError === undefined) throw new UnpackFailed(isCut(error), error)
  } finally {
    decoder.destroy()
  }
  const meant = await fed
  if (sourceError !== undefined) throw sourceError.error
  if (meant !== undefined && decoder.bytesWritten !== undefined && decoder.bytesWritten < meant) {
    throw new UnpackFailed(false, new Error('bytes behind its end'))
  }
}

/** Answers where the last byte that is no zero was: padding behind the end may be zeros. */
async function feed(packed: AsyncIterable<Uint8Array>, decoder: Decoder): Promise<number> {
  let fed = 0
  let meant = 0
  for await (const chunk of packed) {
    const used = chunk.findLastIndex((byte) => byte !== 0)
    if (used !== -1) meant = fed + used + 1
    fed += chunk.length
    // It has its end; whether more than zeros follow is looked at when all has come.
    if (decoder.readableEnded) continue
    if (decoder.destroyed) break
    if (!decoder.write(chunk)) await room(decoder)
  }
  if (!decoder.destroyed) decoder.end()
  return meant
}

/** Resolves when it takes more, or never will. */
async function room(decoder: Decoder): Promise<void> {
  const control = new AbortController()
  const of = async (event: string) =>
    await once(decoder, event, { signal: control.signal }).catch(() => undefined)
  await Promise.race([of('drain'), of('end'), of('close')])
  control.abort()
}

function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
}

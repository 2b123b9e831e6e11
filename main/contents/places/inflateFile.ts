import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Packing } from '@shared/domain/archive'
import { packingOf } from '../../streams/packing'
import { unpacked } from '../../streams/unpacked'

const pieceBytes = 1_048_576

/** The bytes of a file without its packing. @throws UnpackFailed, and what reading throws */
export async function* inflateFile(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const file = await open(path, 'r')
  let packing: Packing
  try {
    packing = await packingOf(file)
  } finally {
    await file.close()
  }
  const bytes = createReadStream(path, { highWaterMark: pieceBytes, signal })
  if (packing === 'gzip' || packing === 'zstd') yield* unpacked(bytes, packing)
  else for await (const chunk of bytes) if (Buffer.isBuffer(chunk)) yield chunk
}

import { type FileHandle, open } from 'node:fs/promises'
import { FileHash } from '../scan/fileHash'
import type { DataPiece } from './entryData'

export type FileFacts = { readonly mode: number; readonly modified: number }

const executable = 0o111
/** What every system's clock can hold, in seconds: 1970 to 9999. */
const maxTime = 253_402_300_799

/**
 * A new file with these bytes; holes stay holes. Never through anything that is there already. Resolves with the sha256 of what it
 * is: rights to run it are kept, those of other users and setuid are not. Rejects with the system's error.
 */
export async function writeData(
  path: string,
  size: number,
  pieces: AsyncIterable<DataPiece>,
  facts: FileFacts,
): Promise<Buffer> {
  const hash = new FileHash()
  hash.begin(size)
  const handle = await open(path, 'wx', (facts.mode & executable) === 0 ? 0o644 : 0o755)
  try {
    let at = 0
    for await (const piece of pieces) {
      if (piece instanceof Uint8Array) {
        hash.data(piece)
        await writeAll(handle, piece, at)
        at += piece.length
      } else {
        hash.hole(piece.hole)
        at += piece.hole
      }
    }
    await handle.truncate(at)
    if (facts.modified >= 0 && facts.modified <= maxTime) await handle.utimes(facts.modified, facts.modified)
  } finally {
    await handle.close()
  }
  return hash.end()
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written)
    written += bytesWritten
  }
}

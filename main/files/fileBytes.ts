import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { systemCode } from './writeFileSafely'

const pieceBytes = 1_048_576

/**
 * A file from its first byte to its last, closed whatever happens. `sent` hears all bytes so far as they are taken.
 * @throws AppFailure FILE_READ_FAILED
 */
export async function* fileBytes(
  path: string,
  sent: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    let total = 0
    for (;;) {
      const { bytesRead, buffer } = await file
        .read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null)
        .catch((error: unknown) => {
          throw unreadable(path, error)
        })
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      total += bytesRead
      sent(total)
    }
  } finally {
    await file.close()
  }
}

/** @throws AppFailure FILE_READ_FAILED */
export async function fileSize(path: string): Promise<number> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

export function unreadable(path: string, error: unknown): AppFailure {
  const params = { name: basename(path).slice(0, 200), reason: systemCode(error) }
  return new AppFailure(appError('FILE_READ_FAILED', params, { retryable: true }), error)
}

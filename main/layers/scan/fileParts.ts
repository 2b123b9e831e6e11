import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { systemCode } from '../../files/writeFileSafely'
import type { FilePart } from '../../ports/imageSource'

const pieceBytes = 2_097_152

/** Its first bytes, fewer when it is shorter. */
export async function startOfPart(part: FilePart, blob: string): Promise<Uint8Array> {
  return await withFile(part, async (file) => {
    const start = Buffer.alloc(Math.min(4, part.length))
    await fill(file, part, start, 0, blob)
    return start
  })
}

/**
 * All of it, in pieces that are good only until `take` is done: while it works, the next one is read into the other of two
 * buffers. @throws AppFailure FILE_READ_FAILED, SOURCE_TRUNCATED
 */
export async function readFilePart(
  part: FilePart,
  blob: string,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  await withFile(part, async (file) => {
    const size = Math.min(pieceBytes, part.length)
    let buffers: readonly [Buffer, Buffer] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
    const read = async (from: number, buffer: Buffer): Promise<Buffer> => {
      const piece = buffer.subarray(0, Math.min(size, part.length - from))
      await fill(file, part, piece, from, blob)
      return piece
    }
    let next = read(0, buffers[0])
    for (let from = 0; from < part.length; from += size) {
      const piece = await next
      buffers = [buffers[1], buffers[0]]
      if (from + size < part.length) {
        next = read(from + size, buffers[0])
        // It may fail while `take` does; that failure is the one to tell.
        next.catch(() => undefined)
      }
      await take(piece)
    }
    await next
  })
}

/** Bytes `from` to `to` of it, each piece in a buffer of its own. @throws AppFailure FILE_READ_FAILED, SOURCE_TRUNCATED */
export async function* filePartBytes(
  part: FilePart,
  blob: string,
  { from = 0, to = part.length }: { readonly from?: number; readonly to?: number } = {},
): AsyncGenerator<Uint8Array, void> {
  const file = await opened(part)
  try {
    const end = Math.min(to, part.length)
    for (let at = from; at < end; at += pieceBytes) {
      const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, end - at))
      await fill(file, part, piece, at, blob)
      yield piece
    }
  } finally {
    await file.close()
  }
}

async function fill(
  file: FileHandle,
  part: FilePart,
  buffer: Buffer,
  from: number,
  blob: string,
): Promise<void> {
  for (let filled = 0; filled < buffer.length; ) {
    const { bytesRead } = await file
      .read(buffer, filled, buffer.length - filled, part.offset + from + filled)
      .catch((error: unknown) => {
        throw unreadable(part, error)
      })
    if (bytesRead === 0) throw new AppFailure(appError('SOURCE_TRUNCATED', { blob }))
    filled += bytesRead
  }
}

async function withFile<T>(part: FilePart, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await opened(part)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function opened(part: FilePart): Promise<FileHandle> {
  return await open(part.path, 'r').catch((error: unknown) => {
    throw unreadable(part, error)
  })
}

function unreadable(part: FilePart, error: unknown): AppFailure {
  const params = { name: basename(part.path).slice(0, 200), reason: systemCode(error) }
  return new AppFailure(appError('FILE_READ_FAILED', params, { retryable: true }), error)
}

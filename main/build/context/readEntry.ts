import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { ContextEntry } from '../../ports/buildEngine'
import { hasCode, unreadable } from './walk'

/** Big enough that the calls don't count, small enough for one gRPC message (BuildKit of 20.10 takes 4 MiB). */
const chunkBytes = 1_048_576
/** Never through a link that took the file's place since the walk, and never waiting on a FIFO that did. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Exactly the bytes that the entry's size promises. @throws AppFailure CONTEXT_UNREADABLE, CONTEXT_FILE_CHANGED */
export async function* readEntry(
  root: string,
  entry: ContextEntry,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  signal.throwIfAborted()
  const handle = await openFile(root, entry)
  // A reader that just forgets about us (a cut connection) never gets to the end of this function.
  const close = () => void handle.close().catch(() => {})
  signal.addEventListener('abort', close, { once: true })
  try {
    let left = entry.size
    while (left > 0) {
      signal.throwIfAborted()
      const buffer = Buffer.allocUnsafe(Math.min(left, chunkBytes))
      const { bytesRead } = await readSome(handle, buffer, entry)
      if (bytesRead === 0) throw changed(entry)
      left -= bytesRead
      yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', close)
    await handle.close()
  }
}

async function openFile(root: string, entry: ContextEntry): Promise<FileHandle> {
  let handle: FileHandle
  try {
    handle = await open(join(root, entry.path), flags)
  } catch (error) {
    // Gone, or a link by now: what was promised can't be sent.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ELOOP')) throw changed(entry)
    throw unreadable(entry.path, error)
  }
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw changed(entry)
}

async function readSome(
  handle: FileHandle,
  buffer: Buffer,
  entry: ContextEntry,
): Promise<{ bytesRead: number }> {
  try {
    return await handle.read(buffer, 0, buffer.length)
  } catch (error) {
    throw unreadable(entry.path, error)
  }
}

function changed(entry: ContextEntry): AppFailure {
  return new AppFailure(
    appError('CONTEXT_FILE_CHANGED', { path: ellipsis(harmless(entry.path), 300) }, { retryable: true }),
  )
}

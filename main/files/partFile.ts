import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppFailure } from '@shared/errors'
import type { PartRecords } from './partRecords'
import { fileError, syncFolder } from './writeFileSafely'

/** A file that gets its name only when it is whole. */
export type PartFile = {
  /**
   * Resolves when more may come, which is before the bytes are written: what goes wrong is said by a later call. The chunk
   * may not be changed afterwards. @throws AppFailure FILE_DISK_FULL, FILE_WRITE_FAILED, as all of these
   */
  write(chunk: Uint8Array): Promise<void>
  /** Puts other bytes in the place of some that were written. */
  patch(at: number, bytes: Uint8Array): Promise<void>
  /** Synced and under its name, in the place of what was there before. */
  keep(): Promise<void>
  /** Nothing of it stays. Harmless after `keep`. */
  drop(): Promise<void>
}

/** An engine sends pieces of 64 KiB and less: written one by one they would cost more than the disk does. */
const batchBytes = 2_097_152

/** Opens `<name>.<random>.part` beside the target. A link is followed. `records` know it as long as it is there. */
export async function openPartFile(path: string, records?: PartRecords): Promise<PartFile> {
  const target = await realpath(path).catch(() => path)
  const part = `${target}.${randomBytes(6).toString('hex')}.part`
  const failed = (error: unknown) => new AppFailure(fileError(error, target), error)
  const forget = await records?.remember(part)
  const handle = await open(part, 'wx').catch(async (error: unknown) => {
    await forget?.()
    throw failed(error)
  })
  const batches = batchWriter(handle)
  let state: 'open' | 'kept' | 'dropped' = 'open'
  return {
    async write(chunk) {
      await batches.write(chunk).catch((error: unknown) => {
        throw failed(error)
      })
    },
    async patch(at, bytes) {
      try {
        await batches.end()
        await handle.write(bytes, 0, bytes.length, at)
      } catch (error) {
        throw failed(error)
      }
    },
    async keep() {
      try {
        await batches.end()
        await handle.sync()
        await handle.close()
        await rename(part, target)
        state = 'kept'
        await syncFolder(dirname(target))
        await forget?.()
      } catch (error) {
        throw failed(error)
      }
    },
    async drop() {
      if (state !== 'open') return
      state = 'dropped'
      await batches.settle()
      await handle.close().catch(() => undefined)
      await unlink(part).catch(() => undefined)
      await forget?.()
    },
  }
}

/** One batch is on its way to the disk while the next is gathered: the engine is not kept waiting for the disk. */
function batchWriter(handle: FileHandle): {
  readonly write: (chunk: Uint8Array) => Promise<void>
  readonly end: () => Promise<void>
  /** Nothing is being written any more; what was gathered is left. */
  readonly settle: () => Promise<void>
} {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    const batch = held
    held = []
    heldBytes = 0
    await writing
    writing = writeAll(handle, batch)
    // Whoever comes next hears of it.
    writing.catch(() => undefined)
  }
  return {
    async write(chunk) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes >= batchBytes) await flush()
    },
    async end() {
      await flush()
      await writing
    },
    settle: async () => await writing.catch(() => undefined),
  }
}

async function writeAll(handle: FileHandle, batch: readonly Uint8Array[]): Promise<void> {
  let rest = batch
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev([...rest])
    rest = after(rest, bytesWritten)
  }
}

/** A disk that is nearly full takes a part of what it is given. */
function after(batch: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let left = written
  for (const [at, chunk] of batch.entries()) {
    if (left < chunk.length) return [chunk.subarray(left), ...batch.slice(at + 1)]
    left -= chunk.length
  }
  return []
}

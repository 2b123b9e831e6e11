import { randomBytes } from 'node:crypto'
import { open, realpath, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppFailure } from '@shared/errors'
import { fileError, syncFolder } from '../../files/writeFileSafely'

/** A file that gets its name only when it is whole. */
export type PartFile = {
  /** The chunk may not be changed afterwards. @throws AppFailure FILE_DISK_FULL, FILE_WRITE_FAILED, as all of these */
  write(chunk: Uint8Array): Promise<void>
  /** Synced and under its name, in the place of what was there before. */
  keep(): Promise<void>
  /** Nothing of it stays. Harmless after `keep`. */
  drop(): Promise<void>
}

/** An engine sends pieces of 64 KiB and less: written one by one they would cost more than the disk does. */
const batchBytes = 1_048_576

/** Opens `<name>.<random>.part` beside the target. A link is followed. */
export async function openPartFile(path: string): Promise<PartFile> {
  const target = await realpath(path).catch(() => path)
  const part = `${target}.${randomBytes(6).toString('hex')}.part`
  const failed = (error: unknown) => new AppFailure(fileError(error, target), error)
  const handle = await open(part, 'wx').catch((error: unknown) => {
    throw failed(error)
  })
  let state: 'open' | 'kept' | 'dropped' = 'open'
  let held: Uint8Array[] = []
  let heldBytes = 0
  const flush = async () => {
    const bytes = Buffer.concat(held)
    held = []
    heldBytes = 0
    await handle.writeFile(bytes)
  }
  return {
    async write(chunk) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes < batchBytes) return
      await flush().catch((error: unknown) => {
        throw failed(error)
      })
    },
    async keep() {
      try {
        await flush()
        await handle.sync()
        await handle.close()
        await rename(part, target)
        state = 'kept'
        await syncFolder(dirname(target))
      } catch (error) {
        throw failed(error)
      }
    },
    async drop() {
      if (state !== 'open') return
      state = 'dropped'
      await handle.close().catch(() => undefined)
      await unlink(part).catch(() => undefined)
    },
  }
}

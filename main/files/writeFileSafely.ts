import { randomBytes } from 'node:crypto'
import { open, realpath, rename, unlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type AppErrorCode, AppFailure, appError } from '@shared/errors'

/**
 * Puts a whole file under its name or nothing: writes `<name>.<random>.part` beside it, syncs, renames. A link is
 * followed, so that it goes on pointing at the file. Throws AppFailure FILE_DISK_FULL or FILE_WRITE_FAILED.
 */
export async function writeFileSafely(path: string, data: string | Uint8Array): Promise<void> {
  await put(path, data, { isSynced: true })
}

/**
 * The same for what is checked whenever it is read and can be made again: nothing waits for the disk, which may be busy with
 * gigabytes of others. After a power cut the file may be damaged.
 */
export async function writeCacheFile(path: string, data: string | Uint8Array): Promise<void> {
  await put(path, data, { isSynced: false })
}

async function put(
  path: string,
  data: string | Uint8Array,
  { isSynced }: { readonly isSynced: boolean },
): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const part = `${target}.${randomBytes(6).toString('hex')}.part`
  try {
    await write(part, data, isSynced)
    await rename(part, target)
    if (isSynced) await syncFolder(dirname(target))
  } catch (error) {
    await unlink(part).catch(() => undefined)
    throw new AppFailure(fileError(error, target), error)
  }
}

async function write(path: string, data: string | Uint8Array, isSynced: boolean): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(data)
    if (isSynced) await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the rename itself last through a power cut; Windows can't open folders, and some file systems refuse. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])

export function fileError(error: unknown, path: string): ReturnType<typeof appError> {
  const reason = systemCode(error)
  const code: AppErrorCode = full.has(reason) ? 'FILE_DISK_FULL' : 'FILE_WRITE_FAILED'
  return appError(code, { name: basename(path).slice(0, 200), reason }, { retryable: true })
}

/** `ENOENT`, `EACCES`, ... of a system error; `UNKNOWN` for anything else. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'UNKNOWN'
}

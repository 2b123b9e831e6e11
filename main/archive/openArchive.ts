import { open, realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { fileBytes, unreadable } from '../files/fileBytes'
import type { ArchiveSource } from '../ports/wholeSource'
import { packingOf } from '../streams/packing'
import { unpacked } from '../streams/unpacked'
import { folderPlace } from './folderPlace'
import { onePassSource } from './onePass'
import { randomAccessSource } from './randomAccess'
import { tarPlace } from './tarPlace'

type Asked = { readonly signal: AbortSignal }

/**
 * Opens what `docker save` wrote (of any age), an OCI archive, either of them packed with gzip or zstd, or the folder of an
 * OCI layout: by what is in it, never by its name. A tar is read in place; what is packed passes by once for each `read`.
 * @throws AppFailure FILE_READ_FAILED, SOURCE_NO_IMAGE, SOURCE_NOT_LAYOUT, SOURCE_TRUNCATED, SOURCE_PACKING_UNKNOWN {packing},
 * SOURCE_TOO_MANY, ARCHIVE_IS_ROOTFS
 */
export async function openArchive(path: string, { signal }: Asked): Promise<ArchiveSource> {
  signal.throwIfAborted()
  const facts = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (facts.isDirectory()) return await openFolder(path)
  // Opening a pipe would wait for whoever writes into it.
  if (!facts.isFile()) throw unreadable(path, undefined)
  return await openFile(path, signal)
}

async function openFolder(path: string): Promise<ArchiveSource> {
  const name = nameOf(path)
  const failed = (error: unknown) => unreadable(path, error)
  const root = await realpath(path).catch((error: unknown) => {
    throw failed(error)
  })
  const place = folderPlace(root, name, failed)
  for (const file of ['index.json', 'manifest.json']) {
    const part = await place.part(file)
    if (part === undefined) continue
    await place.release(part)
    return randomAccessSource(place, failed)
  }
  throw new AppFailure(appError('SOURCE_NOT_LAYOUT', { name }))
}

async function openFile(path: string, signal: AbortSignal): Promise<ArchiveSource> {
  const name = nameOf(path)
  const failed = (error: unknown) => unreadable(path, error)
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw failed(error)
  })
  let isKept = false
  try {
    const packing = await packingOf(handle)
    if (packing === 'none') {
      const { size } = await handle.stat()
      const place = await tarPlace({ path, handle, size, name }, signal)
      isKept = true
      return randomAccessSource(place, failed)
    }
    if (packing === 'gzip' || packing === 'zstd') {
      return onePassSource({
        name,
        bytes: () =>
          unpacked(
            fileBytes(path, () => {}),
            packing,
          ),
        mayBeRootfs: true,
        check: () => {},
      })
    }
    throw new AppFailure(appError('SOURCE_PACKING_UNKNOWN', { name, packing }))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw error instanceof AppFailure ? error : failed(error)
  } finally {
    if (!isKept) await handle.close()
  }
}

function nameOf(path: string): string {
  return basename(path).slice(0, 200)
}

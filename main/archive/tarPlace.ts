import type { FileHandle } from 'node:fs/promises'
import { AppFailure, appError } from '@shared/errors'
import { maxEntries } from '../streams/oci/limits'
import { tarEntries } from '../streams/tar/tarEntries'
import { blockBytes, isZeros, padded } from '../streams/tar/tarHeader'
import { cleanPath, followLinks, linkTarget } from '../streams/tar/tarPaths'
import type { PartPlace } from './randomAccess'
import { rootfsFinder } from './rootfsFinder'

type TarFile = {
  readonly path: string
  readonly handle: FileHandle
  readonly size: number
  readonly name: string
}
type Lying = { readonly offset: number; readonly length: number; readonly isCut: boolean }

/**
 * Walks the headers of a tar once. The handle stays open until `close`, so that another file under the same name changes nothing.
 * @throws AppFailure ARCHIVE_IS_ROOTFS {name}, SOURCE_NO_IMAGE {name}, SOURCE_TRUNCATED {blob}, SOURCE_TOO_MANY
 */
export async function tarPlace(file: TarFile, signal: AbortSignal): Promise<PartPlace> {
  const { handle, name, path } = file
  const { files, links, isCut, seen } = await walk(file, signal)
  const isWhole = (file: string) => files.get(file)?.isCut === false
  if (!isWhole('manifest.json') && !isWhole('index.json')) {
    if (isCut && seen > 0) throw new AppFailure(appError('SOURCE_TRUNCATED', { blob: name }))
    throw new AppFailure(appError('SOURCE_NO_IMAGE', { name }))
  }
  return {
    name,
    async part(wanted) {
      const key = followLinks(wanted, links)
      const found = key === undefined ? undefined : files.get(key)
      return await Promise.resolve(
        key === undefined || found === undefined ? undefined : { ...found, key, path, handle },
      )
    },
    release: async () => await Promise.resolve(),
    close: async () => await handle.close(),
  }
}

async function walk({ handle, size, name }: TarFile, signal: AbortSignal) {
  const files = new Map<string, Lying>()
  const links = new Map<string, string>()
  const rootfs = rootfsFinder(name)
  let seen = 0
  let end = 0
  for await (const entry of tarEntries(handle)) {
    signal.throwIfAborted()
    seen += 1
    if (seen > maxEntries) throw new AppFailure(appError('SOURCE_TOO_MANY', { name, limit: maxEntries }))
    const path = cleanPath(entry.path)
    rootfs.see(path)
    end = entry.offset + padded(entry.size)
    // What comes later under the same name takes its place, as it would on a disk.
    links.delete(path)
    files.delete(path)
    if (entry.kind === 'symlink' || entry.kind === 'hardLink') links.set(path, linkTarget(path, entry))
    if (entry.kind !== 'file') continue
    const { offset, size: length } = entry
    files.set(path, { offset, length, isCut: offset + length > size })
  }
  return { files, links, seen, isCut: end > size || !(await isZeroAt(handle, end)) }
}

/** Where a header should be: nothing but zeros, or the end of the file. */
async function isZeroAt(handle: FileHandle, at: number): Promise<boolean> {
  const block = Buffer.alloc(blockBytes)
  await handle.read(block, 0, blockBytes, at)
  return isZeros(block)
}

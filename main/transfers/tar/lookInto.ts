import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { ArchiveContent, ArchiveLook } from '@shared/domain/archive'
import { AppFailure } from '@shared/errors'
import { extract } from 'tar-stream'
import { fileBytes, unreadable } from '../../files/fileBytes'
import { packingOf } from '../../streams/packing'
import { tarEntries } from '../../streams/tar/tarEntries'
import { unpacked } from '../../streams/unpacked'
import { findContent } from './contentFinder'

const blockBytes = 512

/** Looks into a file, packed by gzip or zstd too, without an engine. @throws AppFailure FILE_READ_FAILED; the signal's reason */
export async function lookInto(path: string, signal: AbortSignal): Promise<ArchiveLook> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    const { size } = await file.stat()
    const packing = await packingOf(file)
    const content = await contentOf({ file, path, size, packing }, signal)
    return { name: basename(path).slice(0, 255), size, packing, content }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw error instanceof AppFailure ? error : unreadable(path, error)
  } finally {
    await file.close()
  }
}

type Opened = Pick<ArchiveLook, 'size' | 'packing'> & { readonly file: FileHandle; readonly path: string }

async function contentOf(opened: Opened, signal: AbortSignal): Promise<ArchiveContent> {
  switch (opened.packing) {
    case 'none':
      return await lookAtTar(opened.file, opened.size, signal)
    case 'gzip':
    case 'zstd':
      return await lookAtPacked(opened.path, opened.packing, signal)
    default:
      return { type: 'packed' }
  }
}

async function lookAtTar(file: FileHandle, size: number, signal: AbortSignal): Promise<ArchiveContent> {
  const finder = findContent()
  let end = 0
  for await (const entry of tarEntries(file)) {
    signal.throwIfAborted()
    const name = cleanName(entry.path)
    end = entry.offset + Math.ceil(entry.size / blockBytes) * blockBytes
    if (entry.kind === 'file' && end <= size && finder.wants(name, entry.size)) {
      const bytes = Buffer.alloc(entry.size)
      await file.read(bytes, 0, entry.size, entry.offset)
      finder.read(name, bytes)
    }
    if (finder.see(name)) return { type: 'rootfs' }
  }
  return finder.content(end > size || !(await isZero(file, end)))
}

/** Where a header should be: nothing but zeros, or the end of the file. */
async function isZero(file: FileHandle, at: number): Promise<boolean> {
  const block = Buffer.alloc(blockBytes)
  await file.read(block, 0, blockBytes, at)
  return block.every((byte) => byte === 0)
}

/** All of it has to be unpacked, since what tells its kind comes last. */
async function lookAtPacked(
  path: string,
  packing: 'gzip' | 'zstd',
  signal: AbortSignal,
): Promise<ArchiveContent> {
  const bytes = unpacked(
    fileBytes(path, () => {}),
    packing,
  )
  const source = Readable.from(bytes, { objectMode: false, signal })
  const tar = extract()
  source.on('error', (error) => tar.destroy(error))
  source.pipe(tar)
  const finder = findContent()
  try {
    for await (const entry of tar) {
      const { header } = entry
      const name = cleanName(header.name)
      if (header.type === 'file' && finder.wants(name, header.size ?? 0)) {
        const chunks: Buffer[] = []
        for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
        finder.read(name, Buffer.concat(chunks))
      } else entry.resume()
      if (finder.see(name)) return { type: 'rootfs' }
    }
    return finder.content(false)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    // Damaged, or no tar inside.
    if (error instanceof Error) return finder.content(true)
    throw error
  } finally {
    source.destroy()
  }
}

function cleanName(path: string): string {
  return path.replace(/^\.\//, '')
}

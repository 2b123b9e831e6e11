import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { AppFailure, appError } from '@shared/errors'
import { extract } from 'tar-stream'
import { z } from 'zod'
import { systemCode } from '../../files/writeFileSafely'
import { tarEntries } from './tarEntries'

/**
 * `image`: what `docker save` writes, or an OCI layout. `rootfs`: a tar of anything else, such as `docker export` writes.
 * `unknown`: no tar, or one that is packed in a way that can't be looked into here (bzip2, xz, zstd).
 */
export type ArchiveKind =
  | {
      readonly kind: 'image'
      /** Names that loading it must give; empty when they are not told up front. */
      readonly references: readonly string[]
      /** Images without a name. */
      readonly nameless: number
    }
  | { readonly kind: 'rootfs' }
  | { readonly kind: 'unknown' }

const maxJsonBytes = 16_777_216
/** Folders of a root file system: three of them at the top, and it is one. */
const usual = new Set([
  'bin',
  'boot',
  'dev',
  'etc',
  'home',
  'lib',
  'lib64',
  'media',
  'mnt',
  'opt',
  'proc',
  'root',
  'run',
  'sbin',
  'srv',
  'sys',
  'tmp',
  'usr',
  'var',
])
const enough = 3

const manifests = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
)

/** Looks into a file, a gzip included. @throws AppFailure FILE_READ_FAILED; the signal's reason */
export async function sniffArchive(path: string, signal: AbortSignal): Promise<ArchiveKind> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    const start = Buffer.alloc(2)
    await file.read(start, 0, 2, 0)
    const isGzip = start[0] === 0x1f && start[1] === 0x8b
    return isGzip ? await sniffGzip(path, signal) : await sniffTar(file, signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw error instanceof AppFailure ? error : unreadable(path, error)
  } finally {
    await file.close()
  }
}

async function sniffTar(file: FileHandle, signal: AbortSignal): Promise<ArchiveKind> {
  const tops = topFolders()
  let seen = 0
  let isLayout = false
  for await (const { path, kind, size, offset } of tarEntries(file)) {
    signal.throwIfAborted()
    seen += 1
    const name = path.replace(/^\.\//, '')
    if (kind === 'file' && name === 'manifest.json' && size <= maxJsonBytes) {
      const bytes = Buffer.alloc(size)
      await file.read(bytes, 0, size, offset)
      const found = imageOf(bytes)
      if (found !== undefined) return found
    }
    if (kind === 'file' && name === 'oci-layout') isLayout = true
    if (tops.add(name)) return { kind: 'rootfs' }
  }
  return verdict(seen, isLayout)
}

/** All of it has to be unpacked, since what tells its kind comes last. */
async function sniffGzip(path: string, signal: AbortSignal): Promise<ArchiveKind> {
  const source = createReadStream(path, { highWaterMark: 1_048_576, signal })
  const unzipped = source.pipe(createGunzip({ chunkSize: 1_048_576 }))
  const tar = extract()
  source.on('error', (error) => unzipped.destroy(error))
  unzipped.on('error', (error) => tar.destroy(error))
  unzipped.pipe(tar)
  const tops = topFolders()
  let seen = 0
  let isLayout = false
  try {
    for await (const entry of tar) {
      seen += 1
      const name = entry.header.name.replace(/^\.\//, '')
      if (entry.header.type === 'file' && name === 'manifest.json' && entry.header.size <= maxJsonBytes) {
        const chunks: Buffer[] = []
        for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
        const found = imageOf(Buffer.concat(chunks))
        if (found !== undefined) return found
        continue
      }
      if (entry.header.type === 'file' && name === 'oci-layout') isLayout = true
      entry.resume()
      if (tops.add(name)) return { kind: 'rootfs' }
    }
    return verdict(seen, isLayout)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    // Damaged, or no tar inside: the engine says so better than a guess here.
    if (error instanceof Error) return { kind: 'unknown' }
    throw error
  } finally {
    source.destroy()
    unzipped.destroy()
  }
}

function verdict(seen: number, isLayout: boolean): ArchiveKind {
  if (isLayout) return { kind: 'image', references: [], nameless: 0 }
  return { kind: seen === 0 ? 'unknown' : 'rootfs' }
}

function topFolders(): { add: (path: string) => boolean } {
  const found = new Set<string>()
  return {
    add(path) {
      const [top = ''] = path.split('/')
      if (usual.has(top)) found.add(top)
      return found.size >= enough
    },
  }
}

/** A file of that name can lie in a root file system too: only one that reads as a list of images counts. */
function imageOf(bytes: Buffer): ArchiveKind | undefined {
  try {
    const images = manifests.parse(JSON.parse(bytes.toString('utf8')))
    if (images.length === 0) return undefined
    return {
      kind: 'image',
      references: images.flatMap(({ RepoTags: tags }) => tags ?? []),
      nameless: images.filter(({ RepoTags: tags }) => (tags ?? []).length === 0).length,
    }
  } catch {
    return undefined
  }
}

export function unreadable(path: string, error: unknown): AppFailure {
  const params = { name: basename(path).slice(0, 200), reason: systemCode(error) }
  return new AppFailure(appError('FILE_READ_FAILED', params, { retryable: true }), error)
}

import { createHash } from 'node:crypto'
import { mkdir, readdir, stat, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { openPartFile } from '../../files/partFile'
import type { PartRecords } from '../../files/partRecords'

type Moving = { readonly signal: AbortSignal; readonly progress: (bytes: number) => void }

/** Whole images on the disk, so that single files can be read out of them: a cache with a cap, the longest unused go first. */
export type FetchedFiles = {
  /** Where the image lies; undefined when it is not here. */
  pathOf(key: string): Promise<string | undefined>
  /** @throws AppFailure CONTENTS_TOO_LARGE {size, limit} (GB) before anything is written, FILE_* */
  keep(
    key: string,
    bytes: AsyncIterable<Uint8Array>,
    options: Moving & { readonly expected: number },
  ): Promise<number>
  /** A compressed archive, unpacked. */
  unpack(path: string, options: Moving): Promise<{ readonly path: string; readonly bytes: number }>
  drop(key: string): Promise<void>
}

export type FetchedOptions = {
  readonly folder: string
  readonly capBytes: number
  readonly parts?: PartRecords
  /** Bytes of a packed archive, inflated. */
  readonly inflate: (path: string, signal: AbortSignal) => AsyncIterable<Uint8Array>
}

export function createFetchedFiles({ folder, capBytes, parts, inflate }: FetchedOptions): FetchedFiles {
  const fileOf = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex')}.tar`)

  async function pathOf(key: string): Promise<string | undefined> {
    const path = fileOf(key)
    const facts = await stat(path).catch(() => undefined)
    if (facts?.isFile() !== true) return undefined
    const now = new Date()
    await utimes(path, now, now).catch(() => undefined)
    return path
  }

  async function write(
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    { signal, progress }: Moving,
  ): Promise<number> {
    await mkdir(folder, { recursive: true })
    const file = await openPartFile(path, parts)
    let total = 0
    try {
      for await (const chunk of bytes) {
        await file.write(chunk)
        total += chunk.length
        if (total > capBytes) throw tooLarge(total)
        progress(total)
      }
      signal.throwIfAborted()
      await file.keep()
    } finally {
      await file.drop()
    }
    await makeRoom(0, path)
    return total
  }

  function tooLarge(size: number): AppFailure {
    return new AppFailure(
      appError('CONTENTS_TOO_LARGE', { size: gigabytes(size), limit: gigabytes(capBytes) }),
    )
  }

  /** Takes the longest unused away until so many bytes fit beside the rest. */
  async function makeRoom(wanted: number, spare?: string): Promise<void> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{64}\.tar$/.test(name))
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name)
        const facts = await stat(path).catch(() => undefined)
        return facts === undefined ? [] : [{ path, size: facts.size, used: facts.mtimeMs }]
      }),
    )
    const files = found.flat().sort((a, b) => a.used - b.used)
    let held = files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size } of files) {
      if (held + wanted <= capBytes) return
      if (path === spare) continue
      await unlink(path).catch(() => undefined)
      held -= size
    }
  }

  return {
    pathOf,
    drop: async (key) => await unlink(fileOf(key)).catch(() => undefined),
    keep: async (key, bytes, options) => {
      if (options.expected > capBytes) throw tooLarge(options.expected)
      await makeRoom(options.expected)
      return await write(fileOf(key), bytes, options)
    },
    unpack: async (path, options) => {
      const { mtimeMs, size } = await stat(path)
      const key = `${path} ${mtimeMs} ${size}`
      const known = await pathOf(key)
      if (known !== undefined) return { path: known, bytes: 0 }
      await makeRoom(size)
      const bytes = await write(fileOf(key), inflate(path, options.signal), options)
      return { path: fileOf(key), bytes }
    },
  }
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 1e8) / 10
}

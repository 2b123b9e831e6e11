import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppFailure } from '@shared/errors'
import type { PartRecords } from '../../files/partRecords'
import { fileError, syncFolder, systemCode } from '../../files/writeFileSafely'
import { dataEntryOf, dataOf } from './entryData'
import { ReportBuilder } from './extractReport'
import { openTar, type ReadableLayer, type TarReader } from './layerBytes'
import type { ExtractReport, OpenLayer, PlannedEntry } from './plan'
import { checkDigest } from './readEntry'
import { SafeTree } from './safeTree'
import { writeData } from './writeData'

export type ExtractOptions = {
  readonly signal: AbortSignal
  /** After each file. */
  readonly progress?: (done: { readonly files: number; readonly bytes: number }) => void
  /** Know the half-written folder as long as it is there. */
  readonly records?: PartRecords
}

/**
 * Writes files and folders out of a stacked tree into a folder of its own: `target`, or `target (2)` where something is there
 * already. It gets its name when all is written and every digest was right; before, and after a failure or an abort, there is
 * nothing. No link and no device is ever made, no name leads out of it.
 * @throws AppFailure FILE_WRITE_FAILED, FILE_DISK_FULL, SOURCE_DIGEST_MISMATCH, and what reading the layers throws
 */
export async function extractTo(
  target: string,
  plan: readonly PlannedEntry[],
  openLayer: OpenLayer,
  options: ExtractOptions,
): Promise<ExtractReport & { readonly path: string }> {
  options.signal.throwIfAborted()
  const path = await freePath(target)
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  const forget = await options.records?.remember(`${part}/`)
  try {
    await mkdir(part)
    const report = await new Extraction(part, plan, openLayer, options).run()
    options.signal.throwIfAborted()
    await rename(part, path)
    await syncFolder(dirname(path))
    return { ...report, path }
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined)
    if (options.signal.aborted) throw options.signal.reason
    throw systemCode(error) === 'UNKNOWN' ? error : new AppFailure(fileError(error, path), error)
  } finally {
    await forget?.()
  }
}

async function freePath(target: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? target : `${target} (${number})`
    if (!(await isThere(path))) return path
  }
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

type Work = { readonly entry: PlannedEntry; readonly place: string }

class Extraction {
  readonly #report = new ReportBuilder()
  readonly #tree = new SafeTree((path, as) => this.#report.addRenamed(path, as))
  readonly #made = new Set<string>()

  constructor(
    private readonly root: string,
    private readonly plan: readonly PlannedEntry[],
    private readonly openLayer: OpenLayer,
    private readonly options: ExtractOptions,
  ) {}

  async run(): Promise<ExtractReport> {
    const byLayer = new Map<number, Work[]>()
    for (const entry of this.plan) {
      this.options.signal.throwIfAborted()
      if (entry.kind === 'folder') await this.#makeFolder(entry)
      else if (isDevice(entry)) this.#report.leaveOut(entry, 'device')
      else {
        const place = entry.kind === 'symlink' ? '' : await this.#placeOf(entry)
        if (place === undefined) continue
        add(byLayer, entry.layer, { entry, place })
      }
    }
    for (const [position, works] of [...byLayer].sort(([a], [b]) => a - b)) {
      await this.#writeLayer(await this.openLayer(position), works)
    }
    return this.#report.report()
  }

  async #makeFolder(entry: PlannedEntry): Promise<void> {
    if (entry.path.length === 0) return
    const path = this.#tree.folder(entry.path)
    if (!(await this.#ensure(path))) {
      this.#report.leaveOut(entry, 'pathTooLong')
      return
    }
    this.#report.addFolder()
  }

  /** Where a file goes, its folder made; undefined when this system can't have so long a path. */
  async #placeOf(entry: PlannedEntry): Promise<string | undefined> {
    const path = this.#tree.file(entry.path)
    if (!(await this.#ensure(dirname(path)))) {
      this.#report.leaveOut(entry, 'pathTooLong')
      return undefined
    }
    return join(this.root, path)
  }

  async #ensure(folder: string): Promise<boolean> {
    if (folder === '.' || this.#made.has(folder)) return true
    const isMade = await unlessTooLong(mkdir(join(this.root, folder), { recursive: true }))
    if (isMade) this.#made.add(folder)
    return isMade
  }

  /** Files in the order of the tar, each read once: what is packed can't be read backwards. */
  async #writeLayer(layer: ReadableLayer, works: readonly Work[]): Promise<void> {
    const { index } = layer
    const byData = new Map<number, Work[]>()
    for (const work of works) {
      const { entry } = work
      const data = entry.kind === 'symlink' ? undefined : dataEntryOf(index, entry.entry)
      if (data !== undefined) add(byData, data, work)
      else this.#report.leaveOut(entry, entry.kind === 'symlink' ? 'link' : 'noData', linkOf(layer, entry))
    }
    if (byData.size === 0) return
    const inOrder = [...byData].sort(([a], [b]) => offsetOf(layer, a) - offsetOf(layer, b))
    const tar = await openTar(layer, this.options.signal)
    try {
      for (const [data, sameData] of inOrder) await this.#writeFiles(tar, layer, data, sameData)
    } finally {
      await tar.close()
    }
  }

  /** One data, under all the names that share it: hard links become copies. */
  async #writeFiles(
    tar: TarReader,
    layer: ReadableLayer,
    data: number,
    works: readonly Work[],
  ): Promise<void> {
    let written: string | undefined
    for (const { entry, place } of works) {
      this.options.signal.throwIfAborted()
      const from = written
      const work = from === undefined ? this.#writeFirst(tar, layer, data, place) : copy(from, place)
      if (await unlessTooLong(work)) {
        written = place
        this.#report.addFile(layer.index.entries.size[data] ?? 0)
      } else this.#report.leaveOut(entry, 'pathTooLong')
      this.options.progress?.({ files: this.#report.files, bytes: this.#report.bytes })
    }
  }

  async #writeFirst(tar: TarReader, layer: ReadableLayer, data: number, place: string): Promise<void> {
    const { entries } = layer.index
    const size = entries.size[data] ?? 0
    const facts = { mode: entries.mode[data] ?? 0, modified: entries.modified[data] ?? 0 }
    const digest = await writeData(place, size, dataOf(tar, layer.index, data, 0, size), facts)
    checkDigest(layer, data, digest)
  }
}

function add(works: Map<number, Work[]>, key: number, work: Work): void {
  const known = works.get(key)
  if (known === undefined) works.set(key, [work])
  else known.push(work)
}

async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
}

/** False for a path that this system can't have; nothing was done then. */
async function unlessTooLong(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (systemCode(error) === 'ENAMETOOLONG') return false
    throw error
  }
}

function isDevice({ kind }: PlannedEntry): boolean {
  return kind === 'charDevice' || kind === 'blockDevice' || kind === 'fifo'
}

function offsetOf({ index }: ReadableLayer, entry: number): number {
  return index.entries.offset[entry] ?? 0
}

function linkOf({ index }: ReadableLayer, { entry }: PlannedEntry): Uint8Array {
  const { links, linkStart } = index.entries
  return links.subarray(linkStart[entry], linkStart[entry + 1])
}

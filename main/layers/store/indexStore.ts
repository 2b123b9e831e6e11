import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { writeCacheFile } from '../../files/writeFileSafely'
import type { LayerIndex } from '../layerIndex'
import { decodeIndex } from './decodeIndex'
import { encodeIndex } from './encodeIndex'

/** Indexes of layers on disk, by diffId. Whatever goes wrong with it costs the time to read a layer again, nothing else. */
export type IndexStore = {
  /** Which of them are there; asks no file. One of them can still turn out to be damaged. */
  readonly has: (diffIds: readonly string[]) => Promise<ReadonlySet<string>>
  /** Undefined when it is not there or damaged; a damaged file is dropped. */
  readonly get: (diffId: string) => Promise<LayerIndex | undefined>
  /** False when it is not kept: too big, or the disk does not take it. */
  readonly put: (index: LayerIndex) => Promise<boolean>
  /** Bytes of all that is kept. */
  readonly size: () => Promise<number>
  readonly clear: () => Promise<void>
}

type Kept = { readonly bytes: number; readonly used: number }

const ending = '.layer'
const diffIdForm = /^sha256:[0-9a-f]{64}$/
const fileForm = /^[0-9a-f]{64}\.layer$/
/** A `.part` this old is left from a crash. */
const leftoverMs = 3_600_000

/** @param capBytes what was not used for longest gives way */
export function createIndexStore(
  folder: string,
  { capBytes, now = Date.now }: { readonly capBytes: number; readonly now?: () => number },
): IndexStore {
  let known: Promise<Map<string, Kept>> | undefined
  const load = async (): Promise<Map<string, Kept>> => await (known ??= kept(folder, now()))
  const pathOf = (diffId: string) => join(folder, `${diffId.slice('sha256:'.length)}${ending}`)

  const drop = async (diffId: string): Promise<void> => {
    const all = await load()
    all.delete(diffId)
    await rm(pathOf(diffId), { force: true }).catch(() => {})
  }
  const makeRoom = async (): Promise<void> => {
    const all = await load()
    const oldestFirst = [...all].sort(([, a], [, b]) => a.used - b.used)
    let total = sum(all)
    for (const [diffId, { bytes }] of oldestFirst) {
      if (total <= capBytes) return
      total -= bytes
      await drop(diffId)
    }
  }

  return {
    has: async (diffIds) => {
      const all = await load()
      return new Set(diffIds.filter((diffId) => all.has(diffId)))
    },
    get: async (diffId) => {
      const all = await load()
      if (!all.has(diffId)) return undefined
      const bytes = await readFile(pathOf(diffId)).catch(() => undefined)
      const index = bytes === undefined ? undefined : decodeIndex(bytes, diffId)
      if (bytes === undefined || index === undefined) {
        await drop(diffId)
        return undefined
      }
      const used = now()
      all.set(diffId, { bytes: bytes.length, used })
      // For the next start of the app; in this one the map knows.
      await utimes(pathOf(diffId), used / 1_000, used / 1_000).catch(() => {})
      return index
    },
    put: async (index) => {
      if (!diffIdForm.test(index.diffId)) return false
      const bytes = encodeIndex(index)
      if (bytes.length > capBytes) return false
      const all = await load()
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeCacheFile(pathOf(index.diffId), bytes)
      } catch {
        return false
      }
      all.set(index.diffId, { bytes: bytes.length, used: now() })
      await makeRoom()
      return true
    },
    size: async () => sum(await load()),
    clear: async () => {
      for (const diffId of (await load()).keys()) await drop(diffId)
    },
  }
}

function sum(all: ReadonlyMap<string, Kept>): number {
  let total = 0
  for (const { bytes } of all.values()) total += bytes
  return total
}

/** What lies in the folder by name and time; leftovers of crashes are removed. */
async function kept(folder: string, now: number): Promise<Map<string, Kept>> {
  const all = new Map<string, Kept>()
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts === undefined || !facts.isFile()) continue
    if (fileForm.test(name)) {
      all.set(`sha256:${name.slice(0, 64)}`, { bytes: facts.size, used: facts.mtimeMs })
    } else if (name.endsWith('.part') && now - facts.mtimeMs > leftoverMs) {
      await rm(path, { force: true }).catch(() => {})
    }
  }
  return all
}

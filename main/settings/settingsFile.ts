import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeFileSafely } from '../files/writeFileSafely'

/** The file as it is on disk: each part is checked by its owner. */
export type SettingsDocument = { readonly settings?: unknown; readonly window?: unknown }

export type SettingsFile = {
  readonly read: () => SettingsDocument
  /** Replaces one part and keeps the others. Writes are queued; the last one wins. */
  readonly write: (part: SettingsDocument) => Promise<void>
  readonly flush: () => Promise<void>
}

/**
 * One small JSON file, read whole and at once because the first window needs its colours and place.
 * A file that is no JSON object is kept beside as `.broken`, and everything starts from defaults.
 */
export function openSettingsFile(path: string, warn: (message: string) => void): SettingsFile {
  let document = readDocument(path, warn)
  let queue: Promise<void> = Promise.resolve()
  const save = async (): Promise<void> => {
    mkdirSync(dirname(path), { recursive: true })
    await writeFileSafely(path, `${JSON.stringify({ version: 1, ...document }, undefined, 2)}\n`)
  }
  return {
    read: () => document,
    write: async (part) => {
      document = { ...document, ...part }
      const written = queue.then(save)
      queue = written.catch(() => warn('settings could not be written'))
      await written
    },
    flush: async () => await queue,
  }
}

function readDocument(path: string, warn: (message: string) => void): SettingsDocument {
  const text = readText(path)
  if (text === undefined) return {}
  const value = parseJson(text)
  if (isRecord(value)) return { settings: value['settings'], window: value['window'] }
  warn('settings file is damaged: kept as .broken, starting from defaults')
  try {
    renameSync(path, `${path}.broken`)
  } catch {
    // Defaults serve all the same; the next write replaces the damaged file.
  }
  return {}
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

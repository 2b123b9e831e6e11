import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { redact } from '../security/redact'

export type Log = {
  readonly info: (message: string) => void
  readonly warn: (message: string) => void
  /** Logs what nobody expected and returns the id that a person can quote. */
  readonly bug: (where: string, error: unknown) => string
}

/** Two files of this size at most: the current one and the one before. */
const maxBytes = 1_000_000
const maxLine = 8_000

/**
 * `strata.log`, one JSON object a line: engine and registry words in it can neither start a new line nor carry
 * terminal codes. Written at once and in order, so that the last words before a crash are there; it is little.
 */
export function openLog(folder: string, echo: (line: string) => void = () => undefined): Log {
  const path = join(folder, 'strata.log')
  let size = prepare(folder, path)
  const write = (level: string, message: string): void => {
    const line = `${escapeOdd(JSON.stringify({ at: new Date().toISOString(), level, message: redact(message).slice(0, maxLine) }))}\n`
    echo(line)
    if (size + line.length > maxBytes) size = rotate(path)
    size += line.length
    try {
      appendFileSync(path, line)
    } catch {
      // A full disk must not take the app down with its log.
    }
  }
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    bug: (where, error) => {
      const id = randomBytes(4).toString('hex')
      write('bug', `${id} ${where}: ${describe(error)}`)
      return id
    },
  }
}

function prepare(folder: string, path: string): number {
  try {
    mkdirSync(folder, { recursive: true })
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    return 0
  }
}

function rotate(path: string): number {
  try {
    renameSync(path, `${path}.1`)
  } catch {
    // Then the file grows by one more session; the next start tries again.
  }
  return 0
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` cause: ${describe(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

/** JSON escapes C0 only: DEL, C1 and the direction marks would reach a terminal as they are. */
function escapeOdd(json: string): string {
  return json.replaceAll(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

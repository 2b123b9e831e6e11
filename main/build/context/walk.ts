import type { Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { ContextEntry } from '../../ports/buildEngine'
import type { IgnoreMatcher, MatchedSoFar } from './ignoreMatcher'

/** What one pass over a folder meets. Folders that are ignored but hold something re-included come late, before it. */
export type WalkStep =
  | { readonly type: 'entry'; readonly entry: ContextEntry }
  /** `whole`: nothing below a folder was looked at. */
  | { readonly type: 'ignored'; readonly path: string; readonly rule: number; readonly whole: boolean }
  | { readonly type: 'skipped'; readonly path: string; readonly why: 'fifo' | 'socket' | 'device' | 'other' }

export type WalkOptions = {
  readonly matcher: IgnoreMatcher
  /** Only these paths, what is below them and the folders above them. */
  readonly only?: readonly string[]
  readonly signal: AbortSignal
}

/** A folder of more than this is taken for a mistake (the root of a disk). */
export const maxEntries = 2_000_000
/** Files looked at at once. */
const lookAhead = 64

type Folder = {
  readonly path: string
  readonly matched: MatchedSoFar | undefined
  readonly pending: readonly ContextEntry[]
}
type Found = { readonly path: string; readonly stats: Stats }

/**
 * Everything in the folder `root`, parents first, each folder sorted by bytes as BuildKit wants it. Links are read, never
 * followed. A thing that vanishes meanwhile was never there.
 * @throws AppFailure CONTEXT_UNREADABLE, CONTEXT_PATH_INVALID, CONTEXT_TOO_MANY_FILES; the signal's reason
 */
export async function* walk(root: string, options: WalkOptions): AsyncGenerator<WalkStep, void> {
  const seen = new Map<string, string>()
  const count = { value: 0 }
  yield* walkFolder(root, { path: '', matched: undefined, pending: [] }, options, { seen, count })
}

type Memory = {
  /** First path of each file with several names, by device and inode. */
  readonly seen: Map<string, string>
  readonly count: { value: number }
}

async function* walkFolder(
  root: string,
  folder: Folder,
  options: WalkOptions,
  memory: Memory,
): AsyncGenerator<WalkStep, boolean> {
  const { matcher, signal } = options
  let pending = folder.pending
  for await (const { path, stats } of lookAt(root, await namesIn(root, folder.path), folder.path, options)) {
    signal.throwIfAborted()
    memory.count.value += 1
    if (memory.count.value > maxEntries) {
      throw new AppFailure(appError('CONTEXT_TOO_MANY_FILES', { limit: maxEntries }))
    }
    const { ignored, by, matched } = matcher.test(path, folder.matched)
    if (ignored && !(stats.isDirectory() && matcher.reincludes && matcher.mayReincludeBelow(path))) {
      yield { type: 'ignored', path, rule: by ?? 0, whole: stats.isDirectory() }
      continue
    }
    const odd = oddness(stats)
    if (odd !== undefined) {
      yield { type: 'skipped', path, why: odd }
      continue
    }
    const entry = await describe(root, path, stats, memory.seen)
    if (entry === undefined) continue
    if (ignored) {
      const came = yield* walkFolder(root, { path, matched, pending: [...pending, entry] }, options, memory)
      if (came) pending = []
      continue
    }
    for (const parent of pending) yield { type: 'entry', entry: parent }
    pending = []
    yield { type: 'entry', entry }
    if (entry.kind === 'folder') yield* walkFolder(root, { path, matched, pending: [] }, options, memory)
  }
  return folder.pending.length > 0 && pending.length === 0
}

/** True for a wanted path, what is below one, and what is above one. */
function wants(only: readonly string[], path: string): boolean {
  return only.some((want) => want === path || path.startsWith(`${want}/`) || want.startsWith(`${path}/`))
}

async function namesIn(root: string, folder: string): Promise<readonly string[]> {
  let names: readonly Buffer[]
  try {
    names = await readdir(join(root, folder), { encoding: 'buffer' })
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw unreadable(folder === '' ? '.' : folder, error)
  }
  return [...names]
    .sort((a, b) => Buffer.compare(a, b))
    .map((name) => {
      const text = name.toString('utf8')
      // The protocol and tar headers carry UTF-8 alone: another name would arrive as a different one.
      if (!Buffer.from(text).equals(name)) {
        const path = ellipsis(harmless(folder === '' ? text : `${folder}/${text}`), 300)
        throw new AppFailure(appError('CONTEXT_PATH_INVALID', { path }))
      }
      return text
    })
}

async function* lookAt(
  root: string,
  names: readonly string[],
  folder: string,
  { only, signal }: WalkOptions,
): AsyncGenerator<Found, void> {
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`))
  const wanted = only === undefined ? paths : paths.filter((path) => wants(only, path))
  for (let at = 0; at < wanted.length; at += lookAhead) {
    signal.throwIfAborted()
    const found = await Promise.all(
      wanted.slice(at, at + lookAhead).map(async (path) => await look(root, path)),
    )
    for (const one of found) if (one !== undefined) yield one
  }
}

async function look(root: string, path: string): Promise<Found | undefined> {
  try {
    return { path, stats: await lstat(join(root, path)) }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw unreadable(path, error)
  }
}

function oddness(stats: Stats): 'fifo' | 'socket' | 'device' | 'other' | undefined {
  if (stats.isFile() || stats.isDirectory() || stats.isSymbolicLink()) return undefined
  if (stats.isFIFO()) return 'fifo'
  if (stats.isSocket()) return 'socket'
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'device' : 'other'
}

async function describe(
  root: string,
  path: string,
  stats: Stats,
  seen: Map<string, string>,
): Promise<ContextEntry | undefined> {
  const common = { path, mode: modeOf(stats), modifiedMs: stats.mtimeMs }
  if (stats.isDirectory()) return { ...common, kind: 'folder', size: 0 }
  if (stats.isSymbolicLink()) {
    try {
      return { ...common, kind: 'link', size: 0, target: slashes(await readlink(join(root, path))) }
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw unreadable(path, error)
    }
  }
  const file = { ...common, kind: 'file', size: stats.size } as const
  if (stats.nlink < 2 || stats.ino === 0) return file
  const key = `${stats.dev}:${stats.ino}`
  const first = seen.get(key)
  if (first === undefined) seen.set(key, path)
  return first === undefined ? file : { ...file, hardLinkTo: first }
}

/** Windows has no execute bit; Docker's client sends everything as executable from there. */
function modeOf(stats: Stats): number {
  return process.platform === 'win32' ? 0o755 : stats.mode & 0o7777
}

function slashes(target: string): string {
  return process.platform === 'win32' ? target.replaceAll('\\', '/') : target
}

export function unreadable(path: string, cause: unknown): AppFailure {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new AppFailure(
    appError('CONTEXT_UNREADABLE', { path: ellipsis(harmless(path), 300) }, { detail, retryable: true }),
    cause,
  )
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

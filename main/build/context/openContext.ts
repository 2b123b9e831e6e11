import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { BuilderKind } from '@shared/domain/build'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { type IgnorePattern, readIgnorePatterns } from './ignoreFile'
import { hasCode, unreadable } from './walk'

/** A context that was found and may be weighed, packed or served. Paths are real ones. */
export type OpenContext = {
  readonly root: string
  readonly dockerfile: {
    /** The folder that it is in and its name there. */
    readonly folder: string
    readonly name: string
    /** Path inside of the context; undefined when it lies outside. */
    readonly inContext?: string
    readonly bytes: Buffer
  }
  readonly ignore: { readonly file?: string; readonly patterns: readonly IgnorePattern[] }
}

const maxDockerfileBytes = 16_777_216
const maxIgnoreBytes = 16_777_216

/**
 * @param dockerfile absolute, or relative to the context; `Dockerfile` there by default
 * @throws AppFailure CONTEXT_NOT_FOLDER, CONTEXT_NO_DOCKERFILE, CONTEXT_UNREADABLE, CONTEXT_IGNORE_INVALID
 */
export async function openContext(
  folder: string,
  options: { readonly dockerfile?: string; readonly builder: BuilderKind },
): Promise<OpenContext> {
  const root = await realFolder(folder)
  const path = await dockerfilePath(root, options.dockerfile)
  const bytes = await readSmall(path, maxDockerfileBytes)
  if (bytes === undefined) throw noDockerfile(path)
  const inContext = inside(root, path)
  const name = basename(path)
  const own = options.builder === 'buildkit' ? join(dirname(path), `${name}.dockerignore`) : undefined
  return {
    root,
    dockerfile: { folder: dirname(path), name, bytes, ...(inContext === undefined ? {} : { inContext }) },
    ignore: (own === undefined ? undefined : await ignoreAt(own)) ??
      (await ignoreAt(join(root, '.dockerignore'))) ?? { patterns: [] },
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder)
    if ((await stat(root)).isDirectory()) return root
  } catch (error) {
    if (hasCode(error, 'EACCES')) throw unreadable(folder, error)
  }
  throw new AppFailure(appError('CONTEXT_NOT_FOLDER', { path: shown(folder) }))
}

/** As Docker: without a name, `Dockerfile`, else `dockerfile`. The file may be a link, its folder too. */
async function dockerfilePath(root: string, asked: string | undefined): Promise<string> {
  const candidates = asked === undefined ? ['Dockerfile', 'dockerfile'] : [asked]
  for (const name of candidates) {
    const path = isAbsolute(name) ? name : resolve(root, name)
    try {
      if ((await stat(path)).isFile()) return join(await realpath(dirname(path)), basename(path))
    } catch (error) {
      if (hasCode(error, 'EACCES')) throw unreadable(path, error)
    }
  }
  throw noDockerfile(
    isAbsolute(candidates[0] ?? '') ? (candidates[0] ?? '') : join(root, candidates[0] ?? ''),
  )
}

/** The rules of the file that counts: the Dockerfile's own one hides the context's (BuildKit only). */
async function ignoreAt(path: string): Promise<OpenContext['ignore'] | undefined> {
  const bytes = await readSmall(path, maxIgnoreBytes)
  if (bytes === undefined) return undefined
  const file = basename(path)
  return { file, patterns: readIgnorePatterns(bytes.toString('utf8'), file) }
}

async function readSmall(path: string, maxBytes: number): Promise<Buffer | undefined> {
  try {
    const facts = await stat(path)
    if (!facts.isFile()) return undefined
    if (facts.size > maxBytes) throw unreadable(path, new Error(`it is longer than ${maxBytes} bytes`))
    return await readFile(path)
  } catch (error) {
    if (error instanceof AppFailure) throw error
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    throw unreadable(path, error)
  }
}

function inside(root: string, path: string): string | undefined {
  const way = relative(root, path)
  return way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way.split(sep).join('/')
}

function noDockerfile(path: string): AppFailure {
  return new AppFailure(appError('CONTEXT_NO_DOCKERFILE', { path: shown(path) }))
}

function shown(path: string): string {
  return ellipsis(harmless(path), 300)
}

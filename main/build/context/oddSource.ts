import { lstat, readlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { type AppError, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { parseDockerfile } from '../dockerfile/parse'
import { cleanPath } from './cleanPath'

/** Links in a row, as Linux counts them. */
const maxLinks = 40

/**
 * A builder calls a source of COPY or ADD missing also when it is there, but a link out of the folder or no file at all:
 * neither is ever sent. The first such one of the instruction at `line`, or of all when that is not known.
 */
export async function oddSource(
  root: string,
  content: string,
  line: number | undefined,
): Promise<AppError | undefined> {
  for (const source of sourcesOf(content, line)) {
    const found = await look(root, cleanPath(`/${source}`).slice(1), 0)
    if (found !== undefined) return found
  }
  return undefined
}

/** Those from the context itself; what holds a variable is not known here. */
function sourcesOf(content: string, line: number | undefined): readonly string[] {
  return parseDockerfile(content)
    .instructions.filter(
      ({ keyword, flags, firstLine }) =>
        /^(?:COPY|ADD)$/.test(keyword) && !flags.has('from') && (line === undefined || firstLine === line),
    )
    .flatMap(({ text, words }) => (listed(text) ?? words).slice(0, -1))
    .filter((source) => !/[$*?[\\]|<<|:\/\//.test(source))
}

/** `["a", "b"]` */
function listed(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.map(String) : undefined
  } catch {
    return undefined
  }
}

async function look(root: string, path: string, depth: number): Promise<AppError | undefined> {
  const parts = path.split('/')
  for (let at = 1; at <= parts.length; at += 1) {
    const way = parts.slice(0, at).join('/')
    const stats = await lstat(join(root, way)).catch(() => undefined)
    if (stats === undefined) return undefined
    if (stats.isSymbolicLink()) {
      const next = await follow(root, way)
      if (typeof next !== 'string' || depth === maxLinks) return typeof next === 'string' ? undefined : next
      return await look(root, posix.join(next, ...parts.slice(at)), depth + 1)
    }
    if (!stats.isFile() && !stats.isDirectory()) {
      return appError('CONTEXT_NOT_A_FILE', { path: shown(way) })
    }
  }
  return undefined
}

/** Where a link leads inside of the folder, whose root an absolute target starts at. */
async function follow(root: string, way: string): Promise<string | AppError | undefined> {
  const target = (await readlink(join(root, way)).catch(() => '')).replaceAll('\\', '/')
  const leads = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(way), target)
  const isInside = !/^\.\.(?:\/|$)/.test(leads)
  const isThere = isInside && (await lstat(join(root, leads)).catch(() => undefined)) !== undefined
  if (isThere) return leads
  const isOut = !isInside || target.startsWith('/') || /^[a-z]:/i.test(target)
  return isOut ? appError('CONTEXT_LINK_OUTSIDE', { path: shown(way), target: shown(target) }) : undefined
}

function shown(path: string): string {
  return ellipsis(harmless(path), 300)
}

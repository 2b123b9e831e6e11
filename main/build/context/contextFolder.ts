import { readdir, readlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ContextFolder } from '../../ports/buildEngine'
import { cleanPath } from './cleanPath'
import { createIgnoreMatcher } from './ignoreMatcher'
import { readEntry } from './readEntry'
import { walk } from './walk'

/** Links in a row that are followed before it is taken for a circle, as Linux does. */
const maxLinks = 40

/** A folder as BuildKit may ask for it. @param root a real path: not itself reached through a link */
export function openContextFolder(root: string): ContextFolder {
  return {
    async *entries({ excludes, only }, { signal }) {
      const matcher = createIgnoreMatcher(excludes)
      const steps = walk(root, { matcher, signal, ...(only === undefined ? {} : { only }) })
      for await (const step of steps) if (step.type === 'entry') yield step.entry
    },
    read: (entry, { signal }) => readEntry(root, entry, signal),
    followLinks: async (paths) => await followLinks(root, paths),
  }
}

/**
 * The paths themselves, and for each link on the way where it leads, both inside of the folder (tonistiigi/fsutil,
 * followlinks.go). A path with a wildcard stands for the whole folder above it: more is sent than needed, never less.
 */
async function followLinks(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of paths) await follow(root, inside(path), found, 0)
  return [...found].sort()
}

async function follow(root: string, path: string, found: Set<string>, depth: number): Promise<void> {
  if (depth > maxLinks) return
  const parts = path === '' ? [] : path.split('/')
  let done = ''
  for (const [i, part] of parts.entries()) {
    if (/[*?[\\]/.test(part)) {
      found.add(done)
      await followChildren(root, done, found, depth)
      return
    }
    done = done === '' ? part : `${done}/${part}`
    const target = await linkTarget(root, done)
    if (target === undefined) continue
    found.add(done)
    const rest = parts.slice(i + 1).join('/')
    const next = target.startsWith('/') ? target : posix.join('/', posix.dirname(done), target)
    await follow(root, inside(`${next}/${rest}`), found, depth + 1)
    return
  }
  found.add(done)
}

/** A wildcard may stand for a link too. */
async function followChildren(
  root: string,
  folder: string,
  found: Set<string>,
  depth: number,
): Promise<void> {
  let names: readonly string[]
  try {
    names = await readdir(join(root, folder))
  } catch {
    return
  }
  for (const name of names) {
    const path = folder === '' ? name : `${folder}/${name}`
    if ((await linkTarget(root, path)) !== undefined) await follow(root, path, found, depth + 1)
  }
}

async function linkTarget(root: string, path: string): Promise<string | undefined> {
  try {
    const target = await readlink(join(root, path))
    return process.platform === 'win32' ? target.replaceAll('\\', '/') : target
  } catch {
    return undefined
  }
}

/** `..` can't climb out: the folder is the root of everything. */
function inside(path: string): string {
  return cleanPath(`/${path}`).slice(1)
}

import { posix } from 'node:path'
import type { TarHead } from './tarHeader'

/** `./a//b` is `a/b`; what leads out of the archive stays odd and is found by nobody. */
export function cleanPath(name: string): string {
  return posix.normalize(name).replace(/^\.\//, '').replace(/\/$/, '')
}

/** Symbolic links are relative to their own folder, hard links to the archive's root. */
export function linkTarget(path: string, { kind, link }: Pick<TarHead, 'kind' | 'link'>): string {
  return cleanPath(kind === 'symlink' ? posix.join(posix.dirname(path), link) : link)
}

/** More links in a row than any archive has: a loop. */
const maxHops = 40

/** Where the links end. */
export function followLinks(path: string, links: ReadonlyMap<string, string>): string | undefined {
  let at = path
  for (let hops = 0; hops < maxHops; hops += 1) {
    const next = links.get(at)
    if (next === undefined) return at
    at = next
  }
  return undefined
}

import { nameOf, pathOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'

/** Whether a path has the name that is looked for. */
export type NameTest = (node: number) => boolean

/**
 * Part of a name, whatever its case; with a slash, part of a path. With `*` or `?` a whole name (`*.py`) or, with a slash,
 * whole names of a path from any folder on (`apt/*.deb`) or from the root (`/etc/*`); `**` crosses folders.
 */
export function nameTest(paths: PathTable, wanted: string): NameTest {
  const text = wanted.trim().toLowerCase()
  const hasSlash = text.includes('/')
  if (/[*?]/.test(text)) return hasSlash ? pathGlob(paths, text) : globTest(paths, text)
  if (hasSlash) return pathPart(paths, text)
  return isPlain(text) ? plainPart(paths, text) : (node) => nameOf(paths, node).toLowerCase().includes(text)
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/** Compares bytes: half a million names need no string each. */
function plainPart({ start, bytes }: PathTable, text: string): NameTest {
  const lower = Array.from(text, (char) => char.charCodeAt(0))
  const [first = 0] = lower
  const length = lower.length
  const folded = (at: number) => {
    const byte = bytes[at] ?? 0
    return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
  }
  return (node) => {
    const last = (start[node + 1] ?? 0) - length
    for (let at = start[node] ?? 0; at <= last; at += 1) {
      if (folded(at) !== first) continue
      let i = 1
      while (i < length && folded(at + i) === lower[i]) i += 1
      if (i === length) return true
    }
    return false
  }
}

/** The last names of a path, as many as the pattern has: a match that ends earlier was found at a parent. */
function tailOf(paths: PathTable, node: number, names: number): string {
  let tail = ''
  let at = node
  for (let i = 0; i < names && at > 0; i += 1) {
    tail = `/${nameOf(paths, at)}${tail}`
    at = paths.parent[at] ?? 0
  }
  return tail.toLowerCase()
}

/** All below a match has the text in its path, too. */
function pathPart(paths: PathTable, text: string): NameTest {
  const names = text.split('/').length
  const known = new Int8Array(paths.count)
  const test = (node: number): boolean => {
    if (node <= 0) return false
    if (known[node] !== 0) return known[node] === 1
    const isFound = test(paths.parent[node] ?? 0) || tailOf(paths, node, names).includes(text)
    known[node] = isFound ? 1 : -1
    return isFound
  }
  return test
}

function globTest(paths: PathTable, text: string): NameTest {
  const pattern = new RegExp(`^${globSource(text)}$`, 's')
  return (node) => pattern.test(nameOf(paths, node).toLowerCase())
}

function pathGlob(paths: PathTable, text: string): NameTest {
  const body = text.replace(/^\/+/, '').replace(/\/+$/, '')
  const isRooted = text.startsWith('/')
  if (body.includes('**')) {
    const pattern = new RegExp(`^${isRooted ? '/' : '/(?:.*/)?'}${globSource(body)}$`, 's')
    return (node) => pattern.test(pathOf(paths, node).toLowerCase())
  }
  const names = body.split('/').length
  const pattern = new RegExp(`^/${globSource(body)}$`, 's')
  // One name more than the pattern has, so that a rooted one can't end in a deeper folder.
  return (node) => pattern.test(tailOf(paths, node, isRooted ? names + 1 : names))
}

/** Runs of stars mean one: matching stays linear in most cases. */
function globSource(glob: string): string {
  return glob.replace(/\*\*\/|\*+|\?|[\\^$.+()[\]{}|]/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '?') return '[^/]'
    if (part.startsWith('**')) return '.*'
    return part === '*' ? '[^/]*' : `\\${part}`
  })
}

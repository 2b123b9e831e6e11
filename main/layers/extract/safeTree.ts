import { join } from 'node:path'
import { safePathName } from '../../files/safeName'

/**
 * Gives every path of a layer a place that every system can have, and no two the same one: names that differ only in case or in
 * how accents are written get a number.
 */
export class SafeTree {
  readonly #folders = new Map<string, string>([['', '']])
  /** Of each safe folder the names that are taken, as the least careful system compares them, with the number of the last twin. */
  readonly #taken = new Map<string, Map<string, number>>()

  /** @param renamed hears of every name that had to be changed, with the new path of what has it */
  constructor(private readonly renamed: (path: readonly Uint8Array[], as: string) => void) {}

  /** Below the folder that is written to; asked again, the same. */
  folder(path: readonly Uint8Array[]): string {
    const key = keyOf(path)
    const known = this.#folders.get(key)
    if (known !== undefined) return known
    const place = this.#add(path)
    this.#folders.set(key, place)
    return place
  }

  /** A place of its own each time. */
  file(path: readonly Uint8Array[]): string {
    return this.#add(path)
  }

  #add(path: readonly Uint8Array[]): string {
    const parent = this.folder(path.slice(0, -1))
    const name = Buffer.from(path.at(-1) ?? []).toString('utf8')
    const safe = safePathName(name)
    const taken = this.#taken.get(parent) ?? new Map<string, number>()
    this.#taken.set(parent, taken)
    const free = freeName(safe, taken)
    const place = join(parent, free)
    if (free !== name) this.renamed(path, place)
    return place
  }
}

/** Takes the name, or one with a number when a twin has it. */
function freeName(name: string, taken: Map<string, number>): string {
  const key = compared(name)
  const last = taken.get(key)
  if (last === undefined) {
    taken.set(key, 1)
    return name
  }
  const dot = name.lastIndexOf('.')
  const cut = dot > 0 ? dot : name.length
  for (let number = last + 1; ; number += 1) {
    const other = `${name.slice(0, cut)}~${number}${name.slice(cut)}`
    if (taken.has(compared(other))) continue
    taken.set(key, number)
    taken.set(compared(other), 1)
    return other
  }
}

/** As APFS and NTFS do: without case, and with accents written one way. */
function compared(name: string): string {
  return name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC')
}

/** Bytes, not text: two names that are no UTF-8 would look the same. A name has no slash. */
function keyOf(path: readonly Uint8Array[]): string {
  return path.map((name) => Buffer.from(name).toString('latin1')).join('/')
}

import { decimalOf } from './numbers'

/** What PAX records tell of an entry, over its header (POSIX pax, "extended header"). */
export type PaxFacts = {
  path?: Uint8Array
  link?: Uint8Array
  size?: number
  uid?: number
  gid?: number
  modified?: number
  hasXattrs?: boolean
  sparse?: SparseRecords
}

/** `GNU.sparse.*` (GNU tar manual, "Storing Sparse Files"). */
export type SparseRecords = {
  major?: number
  minor?: number
  name?: Uint8Array
  /** Of the whole file: `size` in 0.x, `realsize` in 1.0. */
  realSize?: number
  /** 0.0: offsets and bytes by turns, in records of their own; 0.1: in one. */
  map?: number[]
}

const blank = 0x20
const newline = 0x0a
const equals = 0x3d

/**
 * Adds the records of one header, `<length> <key>=<value>\n` each; an empty value takes back what was said before.
 * False when they are not well-formed.
 */
export function readPax(bytes: Uint8Array, facts: PaxFacts): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < view.length; ) {
    const space = view.indexOf(blank, at)
    if (space === -1 || space - at > 10) return false
    const length = decimalOf(view.toString('latin1', at, space))
    if (length === undefined) return false
    const end = at + length
    if (end > view.length || end <= space + 2 || view[end - 1] !== newline) return false
    const cut = view.indexOf(equals, space + 1)
    if (cut === -1 || cut >= end || cut === space + 1) return false
    if (!addRecord(facts, view.toString('latin1', space + 1, cut), view.subarray(cut + 1, end - 1)))
      return false
    at = end
  }
  return true
}

function addRecord(facts: PaxFacts, key: string, value: Buffer): boolean {
  switch (key) {
    case 'path':
      facts.path = value.length === 0 ? undefined : Uint8Array.from(value)
      return true
    case 'linkpath':
      facts.link = value.length === 0 ? undefined : Uint8Array.from(value)
      return true
    case 'size':
      return addNumber(value, (size) => {
        facts.size = size
      })
    case 'uid':
      return addNumber(value, (uid) => {
        facts.uid = uid
      })
    case 'gid':
      return addNumber(value, (gid) => {
        facts.gid = gid
      })
    case 'mtime':
      return addTime(facts, value.toString('latin1'))
    default:
      if (key.startsWith('GNU.sparse.')) return addSparse(facts, key.slice(11), value)
      if (key.startsWith('SCHILY.xattr.') || key.startsWith('LIBARCHIVE.xattr.')) facts.hasXattrs = true
      return true
  }
}

function addNumber(value: Buffer, keep: (number: number | undefined) => void): boolean {
  if (value.length === 0) {
    keep(undefined)
    return true
  }
  const number = decimalOf(value.toString('latin1'))
  keep(number)
  return number !== undefined
}

function addTime(facts: PaxFacts, text: string): boolean {
  if (text !== '' && !/^-?\d{1,20}(?:\.\d*)?$/.test(text)) return false
  facts.modified = text === '' ? undefined : Number(text)
  return true
}

function addSparse(facts: PaxFacts, key: string, value: Buffer): boolean {
  const sparse = (facts.sparse ??= {})
  if (key === 'name') {
    sparse.name = Uint8Array.from(value)
    return true
  }
  if (key === 'map') return addMap(sparse, value.toString('latin1'))
  const number = decimalOf(value.toString('latin1'))
  if (number === undefined || number < 0) return false
  if (key === 'major') sparse.major = number
  if (key === 'minor') sparse.minor = number
  if (key === 'size' || key === 'realsize') sparse.realSize = number
  if (key === 'offset' || key === 'numbytes') {
    sparse.map ??= []
    if (sparse.map.length % 2 !== (key === 'offset' ? 0 : 1)) return false
    sparse.map.push(number)
  }
  return true
}

function addMap(sparse: SparseRecords, text: string): boolean {
  const numbers = text === '' ? [] : text.split(',').map(decimalOf)
  const known = numbers.filter((number) => number !== undefined)
  sparse.map = known
  return known.length === numbers.length && known.length % 2 === 0
}

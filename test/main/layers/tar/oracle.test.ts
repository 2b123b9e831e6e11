import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { indexOfTar } from '../../../builders/layerIndex'
import { listingOf } from '../../../builders/listing'
import { randomOf } from '../../../engine/support/random'

const script = join(dirname(fileURLToPath(import.meta.url)), 'list.py')
const folder = mkdtempSync(join(tmpdir(), 'strata-oracle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function isThere(program: string, word: RegExp): boolean {
  try {
    return word.test(execFileSync(program, ['--version'], { encoding: 'utf8' }))
  } catch {
    return false
  }
}
/** Of folders and links, which get the time of now: a fraction that is no binary one is not the same everywhere. */
const time = ['--mtime=@1600000500.5', '--clamp-mtime']
const seeds = process.env.STRATA_FULL === '1' ? [1, 2, 3, 4, 5, 6] : [1]
const hasTar = isThere('tar', /GNU tar/)
const hasPython = isThere('python3', /Python 3/)

/** Ours in the words of Python's listing. */
function ours(index: LayerIndex) {
  return listingOf(index).map(({ path, kind, mode, uid, gid, size, modified, digest, link }) => ({
    path: Buffer.from(path).toString('hex'),
    kind,
    mode,
    uid,
    gid,
    size,
    modified,
    link: Buffer.from(link).toString('hex'),
    digest: kind === 'file' ? digest : null,
  }))
}

function byPython(tar: string): unknown[] {
  const lines = execFileSync('python3', [script, tar], { encoding: 'utf8', maxBuffer: 100_000_000 })
  return lines
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

/** Type and rights, owner, size, time and quoted name of each line, as `tar -tv` shows them. */
function byTar(tar: string): readonly string[] {
  const args = ['-tvf', tar, '--numeric-owner', '--full-time', '--quoting-style=c']
  const text = execFileSync('tar', args, {
    encoding: 'latin1',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    maxBuffer: 100_000_000,
  })
  return text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/ (?:->|link to) ".*$/, '')
        .replace(/\/"$/, '"')
        .replaceAll(/ +/g, ' ')
        // GNU shows the type 7, which nobody tells from a file.
        .replace(/^C/, '-'),
    )
}

const letters: Readonly<Record<string, string>> = {
  file: '-',
  folder: 'd',
  symlink: 'l',
  hardLink: 'h',
  charDevice: 'c',
  blockDevice: 'b',
  fifo: 'p',
}

function asTarShows(index: LayerIndex): readonly string[] {
  return listingOf(index).map(({ path, kind, mode, uid, gid, size, modified }) => {
    const time = new Date(Math.floor(modified) * 1_000).toISOString()
    const fraction = Math.round((modified - Math.floor(modified)) * 1e9)
    const shown = `${time.slice(0, 10)} ${time.slice(11, 19)}${fraction === 0 ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`}`
    return `${letters[kind]}${rights(mode)} ${uid}/${gid} ${size} ${shown} "${quoted(path)}"`
  })
}

function rights(mode: number): string {
  const special = [
    [0o4000, 's', 'S'],
    [0o2000, 's', 'S'],
    [0o1000, 't', 'T'],
  ] as const
  return special
    .map(([bit, low, high], i) => {
      const three = (mode >> (6 - i * 3)) & 7
      const run = (mode & bit) === 0 ? ((three & 1) === 0 ? '-' : 'x') : (three & 1) === 0 ? high : low
      return `${(three & 4) === 0 ? '-' : 'r'}${(three & 2) === 0 ? '-' : 'w'}${run}`
    })
    .join('')
}

function quoted(path: string): string {
  const names: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 34: '\\"', 92: '\\\\' }
  return [...Buffer.from(path)]
    .map(
      (byte) =>
        names[byte] ??
        (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte)),
    )
    .join('')
}

/** Files as a file system has them. Short names only where the format can have no others. */
function makeTree(root: string, seed: number, isWide: boolean): void {
  const { below: random } = randomOf(seed)
  const files: string[] = []
  for (let number = 0; number < 60; number += 1) {
    const words = ['a', 'usr', 'share', 'ä', 'with space', 'new\nline', '.hidden', 'quo"te']
    const parts = Array.from({ length: 1 + random(isWide ? 12 : 3) }, () => words[random(words.length)])
    const name = `f${number}${isWide && number % 9 === 0 ? 'n'.repeat(180) : ''}`
    const path = join(root, ...parts.filter((part) => part !== undefined), name)
    mkdirSync(dirname(path), { recursive: true })
    const kind = random(10)
    if (kind === 0) symlinkSync(`${'../'.repeat(random(isWide ? 60 : 5))}x`, path)
    else if (kind === 1 && files.length > 0) linkSync(files[random(files.length)] ?? '', path)
    else if (kind === 2) mkdirSync(path)
    else if (kind === 3) makeSparse(path, random)
    else {
      writeFileSync(path, Buffer.alloc([0, 1, 511, 512, 513, random(30_000)][random(6)] ?? 0, `${number} `))
      chmodSync(path, [0o644, 0o4755, 0o2755, 0o600, 0o1777][random(5)] ?? 0o644)
      files.push(path)
    }
    if (kind > 3)
      utimesSync(path, 1_000_000_000 + random(1_000_000), 1_600_000_000 + random(1_000) + (isWide ? 0.25 : 0))
  }
}

function makeSparse(path: string, random: (below: number) => number): void {
  writeFileSync(path, '')
  truncateSync(path, 300_000 + random(100_000))
  const file = openSync(path, 'r+')
  for (let piece = 0; piece < random(8); piece += 1) writeSync(file, 'data', 4_096 * (piece * 8 + random(8)))
  closeSync(file)
}

describe.skipIf(!hasTar || !hasPython)('what GNU tar makes', () => {
  it.each([
    ['v7', ['--format=v7']],
    ['ustar', ['--format=ustar']],
    ['oldgnu', ['--format=oldgnu']],
    ['gnu', ['--format=gnu']],
    ['gnu, sparse', ['--format=gnu', '--sparse']],
    ['posix', ['--format=posix']],
    ['posix, sparse 0.0', ['--format=posix', '--sparse', '--sparse-version=0.0']],
    ['posix, sparse 0.1', ['--format=posix', '--sparse', '--sparse-version=0.1']],
    ['posix, sparse 1.0', ['--format=posix', '--sparse', '--sparse-version=1.0']],
  ])('in the format %s is listed as it and Python list it', (format, options) => {
    const isWide = !['v7', 'ustar'].includes(format)
    for (const seed of seeds) {
      const root = mkdtempSync(join(folder, 'tree-'))
      makeTree(root, seed, isWide)
      const tar = `${root}.tar`
      execFileSync('tar', [...options, '--sort=name', ...time, '-cf', tar, '-C', root, '.'])
      const index = indexOfTar(readFileSync(tar), 10_000)
      const found = ours(index)
      const sparse = new Set(index.sparse.entry)
      // Of a sparse file with two names in its header Python takes the last; GNU and Go, as we, the real one.
      const python = byPython(tar).map((entry, i) =>
        sparse.has(i) ? withPath(entry, found[i]?.path ?? '') : cleanedPath(entry),
      )
      expect(found).toEqual(python)
      expect(asTarShows(index)).toEqual(byTar(tar).map((line) => line.replace(/"\.\/?/, '"')))
      expect(index.oddities).toEqual([])
      rmSync(root, { recursive: true, force: true })
    }
  })
})

describe.skipIf(!hasTar || !hasPython)('what Python makes', () => {
  it.each(['ustar', 'gnu', 'pax'])('in the format %s is listed as it and GNU tar list it', (format) => {
    for (const seed of seeds) {
      const tar = join(folder, `${format}-${seed}.tar`)
      execFileSync('python3', [script, 'make', tar, format, String(seed)])
      const index = indexOfTar(readFileSync(tar), 7_777)
      expect(index.entries.count).toBe(120)
      expect(ours(index)).toEqual(byPython(tar).map((entry) => cleanedPath(entry)))
      const sizes = (lines: readonly string[]) =>
        lines.map((line) => line.replace(/ [\d,]+ (\d{4,}|-)/, ' $1'))
      expect(sizes(asTarShows(index))).toEqual(sizes(byTar(tar)))
    }
  })
})

/** `./a` is `a`, and `.` the root. */
function cleanedPath(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || !('path' in entry)) return entry
  const path = Buffer.from(String(entry.path), 'hex')
    .toString()
    .replace(/^\.(?:\/|$)/, '')
  return withPath(entry, Buffer.from(path).toString('hex'))
}

function withPath(entry: unknown, path: string): unknown {
  return typeof entry === 'object' ? { ...entry, path } : entry
}

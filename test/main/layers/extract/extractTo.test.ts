import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExtractOptions, extractTo } from '../../../../main/layers/extract/extractTo'
import type { OpenLayer, PlannedEntry } from '../../../../main/layers/extract/plan'
import { SafeTree } from '../../../../main/layers/extract/safeTree'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { indexOfTar } from '../../../builders/layerIndex'
import {
  aFile,
  aFolder,
  aHardLink,
  aPaxSparseFile,
  aSymlink,
  layerTar,
  type TarSpec,
} from '../../../builders/layerTar'
import { listingOf } from '../../../builders/listing'

let base = ''
let target = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'strata-extract-'))
  // Whatever is written outside of the target shows here.
  mkdirSync(join(base, 'sentinel/etc'), { recursive: true })
  writeFileSync(join(base, 'sentinel/etc/passwd'), 'root')
  symlinkSync('/etc', join(base, 'sentinel/link'))
  target = join(base, 'sentinel/out')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

/** Every path below a folder with what it is. */
function treeOf(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const walk = (path: string, name: string) => {
    const facts = lstatSync(path)
    if (facts.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`
    else if (facts.isDirectory()) {
      found[`${name}/`] = ''
      for (const child of readdirSync(path)) walk(join(path, child), `${name}/${child}`)
    } else found[name] = facts.size > 1_000 ? `${facts.size} bytes` : readFileSync(path, 'utf8')
  }
  for (const child of readdirSync(folder)) walk(join(folder, child), child)
  return found
}
const outside = () =>
  Object.fromEntries(Object.entries(treeOf(base)).filter(([path]) => !path.startsWith('sentinel/out')))
const untouched = {
  'sentinel/': '',
  'sentinel/etc/': '',
  'sentinel/etc/passwd': 'root',
  'sentinel/link': '-> /etc',
}

const split = (path: string) => (path === '' ? [] : path.split('/').map((name) => Buffer.from(name)))
/** All that an index has, as it stands. */
function planOf(index: LayerIndex, layer = 0): readonly PlannedEntry[] {
  return listingOf(index).flatMap(({ path, kind }, entry) =>
    kind === 'whiteout' || kind === 'opaque' ? [] : [{ path: split(path), kind, layer, entry }],
  )
}
const options = (over: Partial<ExtractOptions> = {}): ExtractOptions => ({
  signal: new AbortController().signal,
  ...over,
})
async function* stream(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 5_000) yield bytes.subarray(at, at + 5_000)
}
async function extract(entries: readonly (TarSpec | Uint8Array)[], over: Partial<ExtractOptions> = {}) {
  const tar = layerTar(entries)
  const index = indexOfTar(tar)
  const open: OpenLayer = async () => ({ index, blob: 'b', bytes: stream(gzipSync(tar)) })
  return await extractTo(target, planOf(index), open, options(over))
}

it('writes files and folders, with their times and the right to run them', async () => {
  const report = await extract([
    aFolder('a'),
    aFile('a/run', '#!', { mode: 0o6755, mtime: 1_000_000_000 }),
    aFile('b/c/deep', 'x'.repeat(5_000)),
    aFolder('empty'),
    aHardLink('same', 'a/run'),
    aPaxSparseFile('sparse', 2_000_000, [[1_999_999, 'z']], '1.0'),
  ])
  expect(treeOf(target)).toEqual({
    'a/': '',
    'a/run': '#!',
    'b/': '',
    'b/c/': '',
    'b/c/deep': '5000 bytes',
    'empty/': '',
    same: '#!',
    sparse: '2000000 bytes',
  })
  expect(report).toMatchObject({ files: 4, folders: 2, renamedCount: 0, leftOutCount: 0, path: target })
  const facts = lstatSync(join(target, 'a/run'))
  expect([facts.mode & 0o7777, facts.mtimeMs]).toEqual([0o755 & ~process.umask(), 1_000_000_000_000])
  expect(lstatSync(join(target, 'same')).nlink).toBe(1)
  expect(outside()).toEqual(untouched)
})

it('reads each layer once, whatever order the plan has', async () => {
  const tars = [layerTar([aFile('a', 'A'), aFile('b', 'B')]), layerTar([aFile('c', 'C')])]
  const opened: number[] = []
  const open: OpenLayer = async (layer) => {
    opened.push(layer)
    const tar = tars[layer] ?? Buffer.alloc(0)
    return { index: indexOfTar(tar), blob: 'b', bytes: stream(tar) }
  }
  const file = (path: string, layer: number, entry: number): PlannedEntry => ({
    path: split(path),
    kind: 'file',
    layer,
    entry,
  })
  await extractTo(target, [file('c', 1, 0), file('b', 0, 1), file('a', 0, 0)], open, options())
  expect(treeOf(target)).toEqual({ a: 'A', b: 'B', c: 'C' })
  expect(opened).toEqual([0, 1])
})

describe('never made', () => {
  it('links and devices are told instead', async () => {
    const report = await extract([
      aSymlink('etc', '../etc'),
      aFile('file', 'x'),
      { name: 'null', type: '3' },
      { name: 'disk', type: '4' },
      { name: 'pipe', type: '6' },
      aHardLink('shadow', '/etc/shadow'),
    ])
    expect(treeOf(target)).toEqual({ file: 'x' })
    expect(report.leftOut).toEqual([
      { path: 'null', kind: 'charDevice', reason: 'device' },
      { path: 'disk', kind: 'blockDevice', reason: 'device' },
      { path: 'pipe', kind: 'fifo', reason: 'device' },
      { path: 'etc', kind: 'symlink', reason: 'link', target: '../etc' },
      { path: 'shadow', kind: 'hardLink', reason: 'noData', target: '/etc/shadow' },
    ])
    expect(outside()).toEqual(untouched)
  })

  it('a file through a link that the layer wants to have there', async () => {
    await extract([aSymlink('etc', '../etc'), aFile('etc/passwd', 'evil')])
    expect(treeOf(target)).toEqual({ 'etc/': '', 'etc/passwd': 'evil' })
    expect(outside()).toEqual(untouched)
  })

  it('a path that leads out, whoever made the plan', async () => {
    const tar = layerTar([aFile('x', 'evil')])
    const open: OpenLayer = async () => ({ index: indexOfTar(tar), blob: 'b', bytes: stream(tar) })
    const paths = [
      ['..', 'etc', 'passwd'],
      ['..', '..', 'x'],
      ['.', 'y'],
      ['a/../../b'],
      ['/etc/passwd'],
      ['..\\..\\z'],
      [''],
    ]
    const plan = paths.map(
      (path): PlannedEntry => ({
        path: path.map((name) => Buffer.from(name)),
        kind: 'file',
        layer: 0,
        entry: 0,
      }),
    )
    const { files } = await extractTo(target, plan, open, options())
    expect(files).toBe(paths.length)
    expect(outside()).toEqual(untouched)
  })
})

describe('names', () => {
  it.each([
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['C:\\x', 'C__x'],
    ['..\\..\\x', '.._.._x'],
    ['a\nb', 'a_b'],
    ['a\u202eb', 'a_b'],
    ['ends. ', 'ends__'],
    ['.hidden', '.hidden'],
    ['n'.repeat(255), 'n'.repeat(240)],
    ['ä'.repeat(127), 'ä'.repeat(120)],
  ])('%j becomes %j', async (name, safe) => {
    const report = await extract([aFile('x', 'content', { pax: [['path', name]] })])
    expect(readdirSync(target)).toEqual([safe])
    expect(report.renamed).toEqual(safe === name ? [] : [{ path: name, as: safe }])
  })

  it('with a NUL', async () => {
    await extract([aFile('x', 'content', { pax: [['path', 'a\0b']] })])
    expect(treeOf(target)).toEqual({ a_b: 'content' })
  })

  it('twins get a number: case, accents, what was forbidden, and bytes that are no text', async () => {
    const report = await extract([
      aFile('readme.txt', '1'),
      aFile('README.txt', '2'),
      aFile('caf\u00e9', '3'),
      aFile('cafe\u0301', '4'),
      aFile('a:b', '5'),
      aFile('a?b', '6'),
      aFile(Buffer.of(0x66, 0xff), '7'),
      aFile(Buffer.of(0x66, 0xfe), '8'),
      aFile('README~2.txt', '9'),
      aFolder('Dir'),
      aFile('dir/x', '10'),
    ])
    expect(treeOf(target)).toEqual({
      'readme.txt': '1',
      'README~2.txt': '2',
      'caf\u00e9': '3',
      'cafe\u0301~2': '4',
      a_b: '5',
      'a_b~2': '6',
      f_: '7',
      'f_~2': '8',
      'README~2~2.txt': '9',
      'Dir/': '',
      'dir~2/': '',
      'dir~2/x': '10',
    })
    expect(report.renamedCount).toBe(8)
  })

  it('of 400 folders', async () => {
    const deep = Array.from({ length: 400 }, (_, i) => `d${i}`).join('/')
    await extract([aFile('x', 'bottom', { pax: [['path', deep]] })])
    expect(readFileSync(join(target, deep), 'utf8')).toBe('bottom')
  })

  it('that this system can not have are left out', async () => {
    const report = await extract([
      aFile('x', 'far', { pax: [['path', `${'n'.repeat(200)}/`.repeat(30)]] }),
      aFile('near', 'x'),
    ])
    expect(Object.keys(treeOf(target)).filter((path) => !path.endsWith('/'))).toEqual(['near'])
    expect(report.leftOut).toMatchObject([{ reason: 'pathTooLong' }])
  })

  it('of any bytes lie below the folder, each in a place of its own', () => {
    const name = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes))
    const odd = fc
      .constantFrom('..', '.', 'con', 'a', 'A', '\0', '~2', 'a~2', '/', '\\')
      .map((text) => Buffer.from(text))
    const path = fc.array(fc.oneof(name, odd), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        const tree = new SafeTree(() => {})
        const places = paths.map((one) => tree.file(one))
        const seen = places.map((place) => place.normalize('NFC').toLowerCase())
        expect(new Set(seen).size).toBe(places.length)
        for (const place of places) {
          for (const part of place.split('/')) expect(part).not.toMatch(/^\.*$|[\\:\0]|[. ]$/)
        }
      }),
    )
  })
})

describe('all or nothing', () => {
  const many = Array.from({ length: 50 }, (_, i) => aFile(`file-${i}`, 'x'.repeat(2_000)))

  it('takes another name where something is', async () => {
    mkdirSync(target)
    writeFileSync(join(target, 'mine'), 'mine')
    const { path } = await extract([aFile('file', 'x')])
    expect(basename(path)).toBe('out (2)')
    expect(treeOf(target)).toEqual({ mine: 'mine' })
    expect(treeOf(path)).toEqual({ file: 'x' })
  })

  it('leaves nothing after an abort', async () => {
    const control = new AbortController()
    const progress = () => control.abort(new Error('stop'))
    await expect(extract(many, { signal: control.signal, progress })).rejects.toThrow('stop')
    expect(treeOf(base)).toEqual(untouched)
  })

  it('leaves nothing when a file has other bytes than were indexed', async () => {
    const tar = layerTar(many)
    const index = indexOfTar(tar)
    const other = Buffer.from(tar)
    other[(index.entries.offset[30] ?? 0) + 5] = 0
    const open: OpenLayer = async () => ({ index, blob: 'b', bytes: stream(other) })
    await expect(extractTo(target, planOf(index), open, options())).rejects.toThrow('SOURCE_DIGEST_MISMATCH')
    expect(treeOf(base)).toEqual(untouched)
  })

  it('says which folder can not be written', async () => {
    writeFileSync(join(base, 'file'), '')
    target = join(base, 'file/out')
    const error: unknown = await extract(many).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(AppFailure)
    expect(error).toMatchObject({ error: { code: 'FILE_WRITE_FAILED', params: { name: 'out' } } })
  })

  it('is remembered while it is half written', async () => {
    const parts: string[] = []
    const records = {
      remember: async (part: string) => {
        parts.push(part)
        return async () => void parts.push('forgotten')
      },
      clean: async () => 0,
    }
    let wasThere = false
    await extract(many, { records, progress: () => (wasThere ||= existsSync(parts[0] ?? '')) })
    expect(parts).toEqual([expect.stringMatching(/out\.[0-9a-f]{12}\.part\/$/), 'forgotten'])
    expect([wasThere, existsSync(parts[0] ?? '')]).toEqual([true, false])
  })
})

import type { CompareQuery, CompareRow } from '@shared/domain/compare'
import type { SourcedConfig } from '@shared/domain/imageSource'
import { expect, test } from 'vitest'
import { compareRows, findCompareRow } from '../../../../main/layers/compare/compareRows'
import { compareText } from '../../../../main/layers/compare/compareText'
import { compareModels } from '../../../../main/layers/compare/comparison'
import { compareSummary } from '../../../../main/layers/compare/summary'
import { createModel } from '../../../../main/layers/stack/model'
import { type AnEntry, aLayer } from '../../../builders/aLayer'

type Entries = readonly (AnEntry | string)[]

const between = (left: readonly Entries[], right: readonly Entries[]) =>
  compareModels(
    createModel(left.map((entries) => aLayer(...entries))),
    createModel(right.map((entries) => aLayer(...entries))),
  )

function aConfig(over: Partial<SourcedConfig> = {}): SourcedConfig {
  return {
    entrypoint: [],
    cmd: [],
    env: [],
    exposedPorts: [],
    volumes: [],
    labels: new Map(),
    onBuild: [],
    diffIds: [],
    history: [],
    ...over,
  }
}

const inputs = (left: Partial<SourcedConfig> = {}, right: Partial<SourcedConfig> = {}) => ({
  left: { handle: 'l', name: 'app:1', config: aConfig(left) },
  right: { handle: 'r', name: 'app:2', config: aConfig(right) },
})

const all: CompareQuery = { sort: 'name', open: { all: true, except: [] } }
const signs = { added: '+', removed: '-', changed: '~', metadata: '*', moved: '>' }

function lineOf({ change, depth, name, isFolder, delta }: CompareRow): string {
  return `${change === undefined ? ' ' : signs[change]}${'  '.repeat(depth)}${name}${isFolder ? '/' : ''} ${delta}`
}

const left: Entries[] = [
  ['etc/', 'etc/a=one', 'etc/b=1', 'lib/x=xxxx', 'lib/y=yy', 'same/s=s'],
  ['old/moved=abcdef'],
]
const right: Entries[] = [
  ['etc/', 'etc/a=three', { path: 'etc/b', data: '1', mode: 0o600 }, 'lib/x=xxxx', 'same/s=s', 'new/n=nnn'],
  ['new/place=abcdef'],
]

test('paths are matched, and rows show both sides with what changed below', () => {
  const comparison = between(left, right)
  const { rows, total } = compareRows(comparison, all, 0, 99)
  expect(total).toBe(rows.length)
  expect(rows.map(lineOf)).toEqual([
    ' etc/ 2',
    '~  a 2',
    '*  b 0',
    ' lib/ -2',
    '   x 0',
    '-  y -2',
    '+new/ 9',
    '+  n 3',
    '>  place 6',
    '-old/ -6',
    '>  moved -6',
    ' same/ 0',
    '   s 0',
  ])
  expect(rows[0]).toMatchObject({ leftBytes: 4, rightBytes: 6, below: { changed: 1, metadata: 1, added: 0 } })
  expect(rows[8]).toMatchObject({ movedPath: '/old/moved', right: { bytes: 6, layer: 1 } })
  expect(rows[10]).toMatchObject({ movedPath: '/new/place', left: { kind: 'file', bytes: 6 } })
  expect(compareRows(comparison, all, 2, 2).rows).toEqual(rows.slice(2, 4))
})

test('a filter shows what it lets through, with the folders above; size sorts by the change', () => {
  const comparison = between(left, right)
  const lines = (over: Partial<CompareQuery>) =>
    compareRows(comparison, { ...all, ...over }, 0, 99).rows.map(lineOf)
  expect(lines({ filter: { changes: ['changed', 'moved'] } })).toEqual([
    ' etc/ 2',
    '~  a 2',
    '+new/ 9',
    '>  place 6',
    '-old/ -6',
    '>  moved -6',
  ])
  const closed = { open: { all: false, except: [] }, filter: { changes: ['changed', 'moved'] } } as const
  expect(lines(closed)).toEqual([' etc/ 2', '+new/ 9', '-old/ -6'])
  expect(lines({ filter: { atLeast: 5, name: 'a' } })).toEqual([' etc/ 2', '~  a 2', '+new/ 9', '>  place 6'])
  expect(lines({ sort: 'size', open: { all: false, except: [] } }).slice(0, 2)).toEqual([
    '+new/ 9',
    '-old/ -6',
  ])
})

test('a content that is gone once and new twice, or the other way round, is no move; empty files never are', () => {
  const counts = (one: Entries, other: Entries) => compareSummary(between([one], [other]), inputs()).counts
  expect(counts(['a=xyz'], ['b=xyz', 'c=xyz'])).toMatchObject({ moved: 0, added: 2, removed: 1 })
  expect(counts(['a=xyz', 'b=xyz'], ['c=xyz'])).toMatchObject({ moved: 0, added: 1, removed: 2 })
  expect(counts(['a='], ['b='])).toMatchObject({ moved: 0, added: 1, removed: 1 })
  expect(counts(['a=xyz'], ['a=xyz', 'b=xyz'])).toMatchObject({ moved: 0, added: 1, removed: 0 })
  expect(counts(['a=xyz'], ['b=xyz'])).toMatchObject({ moved: 1, added: 0, removed: 0 })
})

test('a move counts once: in the whole, and for each folder that it leaves, comes to or stays in', () => {
  const comparison = between([['a/one/x=xyz', 'a/y=vwxyz']], [['a/two/x=xyz', 'b/y=vwxyz']])
  const { rows } = compareRows(comparison, all, 0, 99)
  const moved = rows.filter(({ isFolder }) => isFolder).map(({ name, below }) => [name, below?.moved])
  expect(moved).toEqual([
    ['a', 2],
    ['one', 1],
    ['two', 1],
    ['b', 1],
  ])
  const summary = compareSummary(comparison, inputs())
  expect(summary.counts.moved).toBe(2)
  expect(summary.folders.map(({ path, counts }) => [path, counts.moved])).toEqual([
    ['/a', 1],
    ['/b', 1],
    ['/a/one', 1],
    ['/a/two', 1],
    ['/', 0],
  ])
  const json: unknown = JSON.parse(compareText(comparison, inputs(), 'json'))
  expect(json).toMatchObject({ counts: { moved: 2 } })
  const text = compareText(comparison, inputs(), 'text')
  expect(text).toContain('> 2 moved, 8 bytes')
  expect(text.match(/^> \//gm)).toHaveLength(2)
})

test('a row is found by its path, with the folders above it, wherever it is shown', () => {
  const comparison = between(left, right)
  const { rows } = compareRows(comparison, all, 0, 99)
  const node = (name: string) => rows.find((row) => row.name === name)?.node ?? -1
  expect(findCompareRow(comparison, all, node('place'))).toEqual({ row: 8, parents: [node('new')] })
  const closed = { ...all, open: { all: false, except: [] } }
  expect(findCompareRow(comparison, closed, node('place'))).toEqual({ row: -1, parents: [node('new')] })
  expect(findCompareRow(comparison, closed, node('new')).row).toBe(2)
  expect(findCompareRow(comparison, all, 10_000)).toEqual({ row: -1, parents: [] })
})

test('the summary adds up: counts, bytes, layers in common, folders', () => {
  const summary = compareSummary(between(left, right), inputs())
  expect(summary.counts).toEqual({ added: 2, removed: 2, changed: 1, metadata: 1, moved: 1 })
  expect(summary).toMatchObject({ leftBytes: 17, rightBytes: 20 })
  expect(summary.bytes).toEqual({ added: 3, removed: 2, changedLeft: 3, changedRight: 5, moved: 6 })
  expect(summary.folders.reduce((sum, { delta }) => sum + delta, 0)).toBe(3)
  expect(summary.folders.map(({ path, delta }) => [path, delta])).toEqual([
    ['/new', 9],
    ['/old', -6],
    ['/etc', 2],
    ['/lib', -2],
    ['/', 0],
  ])
  const shared = aLayer('base=1')
  const common = compareModels(createModel([shared, aLayer('a=1')]), createModel([shared, aLayer('b=22')]))
  expect(compareSummary(common, inputs()).layers).toMatchObject([
    { left: 0, right: 0, bytes: 1 },
    { left: 1, bytes: 1 },
    { right: 1, bytes: 2 },
  ])
})

test('more folders than fit are counted with those above them', () => {
  const many = Array.from({ length: 500 }, (_, i) => `d/f${i}/x=${'x'.repeat(i % 7)}`)
  const { folders, rightBytes } = compareSummary(between([[]], [many]), inputs())
  expect(folders.length).toBeLessThanOrEqual(200)
  expect(folders.reduce((sum, { delta }) => sum + delta, 0)).toBe(rightBytes)
  // 500 files, 500 folders and d.
  expect(folders.reduce((sum, { counts }) => sum + counts.added, 0)).toBe(1_001)
})

test('config field by field, and the history as a line diff', () => {
  const step = (createdBy: string, emptyLayer = true) => ({ createdBy, comment: '', emptyLayer })
  const { config, history } = compareSummary(
    between([['a=1']], [['a=1']]),
    inputs(
      {
        env: ['PATH=/bin', 'A=1'],
        cmd: ['sh'],
        user: '',
        labels: new Map([['v', '1']]),
        history: [step('ADD x / # buildkit', false), step('ENV A=1'), step('CMD ["sh"]')],
      },
      {
        env: ['A=2', 'PATH=/bin'],
        cmd: ['sh'],
        labels: new Map([['w', '1']]),
        exposedPorts: ['80/tcp'],
        history: [step('ADD x / # buildkit', false), step('ENV A=2'), step('CMD ["sh"]')],
      },
    ),
  )
  expect(config.map(({ field, key, left: was, right: is }) => [field, key, was?.text, is?.text])).toEqual([
    ['ports', undefined, undefined, '["80/tcp"]'],
    ['env', 'A', '1', '2'],
    ['labels', 'v', '1', undefined],
    ['labels', 'w', undefined, '1'],
  ])
  expect(
    history.map(({ change, text, leftBytes, rightBytes }) => [change, text.text, leftBytes, rightBytes]),
  ).toEqual([
    ['same', 'ADD x /', 1, 1],
    ['removed', 'ENV A=1', undefined, undefined],
    ['added', 'ENV A=2', undefined, undefined],
    ['same', 'CMD ["sh"]', undefined, undefined],
  ])
})

test('an image against itself has no differences', () => {
  const entries: Entries[] = [
    ['a/b=1', 'l -> a', 'h is a/b'],
    ['.wh.l', 'a/c=2'],
  ]
  const summary = compareSummary(between(entries, entries), inputs())
  expect(summary.counts).toEqual({ added: 0, removed: 0, changed: 0, metadata: 0, moved: 0 })
  expect(summary.folders).toEqual([])
  expect(compareText(between(entries, entries), inputs(), 'json')).toContain('"files": []')
})

test('a hard-linked file counts once in its folders', () => {
  const { rows } = compareRows(between([['d/a=12345']], [['d/a=12345', 'd/b is d/a']]), all, 0, 9)
  expect(rows[0]).toMatchObject({ leftBytes: 5, rightBytes: 5, delta: 0, below: { added: 1 } })
})

test('the text is stable and harmless, and tells what did not fit', () => {
  const comparison = between([['a\u001b[31m=1']], [['b=22', 'c=333']])
  const text = compareText(comparison, inputs(), 'text')
  expect(text).toBe(compareText(comparison, inputs(), 'text'))
  expect(text).not.toContain('\u001b')
  expect(text.split('files\n')[1]).toBe('- /a␛[31m 1\n+ /b 2\n+ /c 3\n')
  const short = compareText(comparison, inputs(), 'text', text.length - 8)
  expect(short).toMatch(/\+ \/b 2\n\.\.\. and 1 more\n$/)
})

test('the JSON parses, with moves once and sides as rows have them', () => {
  const json: unknown = JSON.parse(compareText(between(left, right), inputs(), 'json'))
  expect(json).toMatchObject({ left: { name: 'app:1' }, counts: { moved: 1 } })
  expect(json).toHaveProperty('files.length', 7)
  expect(json).toHaveProperty(
    'files',
    expect.arrayContaining([
      expect.objectContaining({ path: '/new/place', movedFrom: '/old/moved', change: 'moved' }),
    ]),
  )
  const short: unknown = JSON.parse(compareText(between(left, right), inputs(), 'json', 10))
  expect(short).toMatchObject({ files: [], omittedFiles: 7 })
})

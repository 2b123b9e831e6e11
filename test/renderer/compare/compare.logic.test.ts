import { describe, expect, it } from 'vitest'
import {
  barShare,
  bytesOf,
  configLines,
  deltaText,
  differencesOf,
  layerSums,
  sameness,
} from '../../../renderer/features/compare/compare.logic'
import {
  firstFiles,
  isFiltered,
  queryOf,
  withAll,
  withChange,
  withOpen,
} from '../../../renderer/features/compare/files/query.logic'
import { aCompareRow, aCompareSummary, noChanges } from '../../fakes/contentsCompare'

const side = { kind: 'file', bytes: 5, mode: 0o644, uid: 0, gid: 0, modified: 1, layer: 0 } as const

describe('two images in short', () => {
  it('are the same in files, or in everything', () => {
    expect(sameness(aCompareSummary())).toBe('all')
    expect(sameness(aCompareSummary({ config: [{ field: 'user' }] }))).toBe('files')
    const step = { change: 'added', text: { text: 'RUN x', length: 5 } } as const
    expect(sameness(aCompareSummary({ history: [step] }))).toBe('files')
    expect(sameness(aCompareSummary({ counts: { ...noChanges, moved: 1 } }))).toBe('differ')
  })
  it('tell bytes by kind of change', () => {
    const bytes = { added: 1, removed: 2, changedLeft: 30, changedRight: 34, moved: 5 }
    const summary = aCompareSummary({ bytes })
    const kinds = ['added', 'removed', 'changed', 'moved', 'metadata'] as const
    expect(kinds.map((kind) => bytesOf(summary, kind))).toEqual([1, 2, 4, 5, undefined])
  })
  it('more and fewer bytes carry their sign', () => {
    const plain = (bytes: number): string => `${bytes} B`
    expect([5, -5, 0].map((delta) => deltaText(delta, plain))).toEqual(['+5 B', '−5 B', '0 B'])
  })
  it('bars show anything that changed', () => {
    expect([barShare(0, 5), barShare(-5, 5), barShare(1, 1_000_000), barShare(3, 0)]).toEqual([0, 1, 0.01, 0])
  })
})

describe('what is other beside the content', () => {
  it('mode, owner and where a link leads', () => {
    const right = { ...side, mode: 0o4755, uid: 1000, gid: 50 }
    expect(differencesOf(aCompareRow({ change: 'metadata', left: side, right }))).toEqual([
      { type: 'mode', left: 0o644, right: 0o4755 },
      { type: 'owner', left: '0:0', right: '1000:50' },
    ])
    const links = {
      left: { ...side, kind: 'symlink', target: 'a' },
      right: { ...side, kind: 'symlink' },
    } as const
    expect(differencesOf(aCompareRow({ change: 'changed', ...links }))).toEqual([
      { type: 'target', left: 'a', right: '' },
    ])
  })
  it('another kind, a move, or its time alone', () => {
    const right = { ...side, kind: 'symlink', target: 'x' } as const
    expect(differencesOf(aCompareRow({ change: 'changed', left: side, right }))).toEqual([
      { type: 'kind', left: 'file', right: 'symlink' },
    ])
    expect(differencesOf(aCompareRow({ change: 'moved', left: side, movedPath: '/b' }))).toEqual([
      { type: 'movedTo', path: '/b' },
    ])
    expect(differencesOf(aCompareRow({ change: 'moved', right: side, movedPath: '/a' }))).toEqual([
      { type: 'movedFrom', path: '/a' },
    ])
    const later = { ...side, modified: 9 }
    expect(differencesOf(aCompareRow({ change: 'metadata', left: side, right: later }))).toEqual([
      { type: 'time' },
    ])
    expect(differencesOf(aCompareRow({ change: 'added', right: side }))).toEqual([])
  })
})

describe('settings and layers', () => {
  it('values of one setting stand together', () => {
    const config = [{ field: 'env', key: 'A' }, { field: 'user' }, { field: 'env', key: 'B' }]
    expect(configLines(config).map(({ row, isFirst }) => [row.field, row.key, isFirst])).toEqual([
      ['env', 'A', true],
      ['env', 'B', false],
      ['user', undefined, true],
    ])
  })
  it('layers in common are counted once', () => {
    const layers = [
      { diffId: 'sha256:1', bytes: 70, left: 0, right: 0 },
      { diffId: 'sha256:2', bytes: 30, left: 1 },
      { diffId: 'sha256:3', bytes: 5, right: 1 },
    ]
    expect(layerSums(layers)).toEqual({ common: 1, commonBytes: 70, left: 30, right: 5 })
  })
})

describe('what is asked of the files that differ', () => {
  it('few are all open, many only by their folders', () => {
    expect([firstFiles(200).open.all, firstFiles(201).open.all]).toEqual([true, false])
  })
  it('folders are closed as asked, and while a filter is set only in what it found', () => {
    const closed = withAll(firstFiles(1), false)
    expect(queryOf(closed, '').open).toEqual({ all: false, except: [] })
    expect(queryOf(withOpen(closed, 7, true), '').open).toEqual({ all: false, except: [7] })
    const filtered = { ...closed, name: 'lib' }
    expect(queryOf(filtered, 'lib').open).toEqual({ all: true, except: [] })
    const found = withOpen(filtered, 7, false)
    expect(queryOf(found, 'lib').open).toEqual({ all: true, except: [7] })
    expect(queryOf({ ...found, name: '' }, '').open).toEqual({ all: false, except: [] })
  })
  it('what is the same on both sides is never asked for', () => {
    const first = firstFiles(1)
    expect(queryOf(first, ' ')).toEqual({
      sort: 'name',
      open: { all: true, except: [] },
      filter: { changes: ['added', 'removed', 'changed', 'moved', 'metadata'] },
    })
    expect(isFiltered(first)).toBe(false)
    const set = withChange(withChange({ ...first, atLeast: 10 }, 'moved', true), 'added', true)
    expect(queryOf(set, ' lib ').filter).toEqual({ name: 'lib', changes: ['added', 'moved'], atLeast: 10 })
    expect(withChange(set, 'moved', false).changes).toEqual(['added'])
  })
})

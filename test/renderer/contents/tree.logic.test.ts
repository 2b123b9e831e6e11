import { describe, expect, it } from 'vitest'
import { setOpen } from '../../../renderer/components/tree/openFolders.logic'
import {
  firstTree,
  fullModeText,
  isFiltered,
  modeText,
  modifiedMs,
  queryOf,
  readableLayer,
  type TreeState,
  withAll,
  withOpen,
} from '../../../renderer/features/contents/files/tree.logic'

const state = (over: Partial<TreeState> = {}): TreeState => ({ ...firstTree, ...over })
const scope = { layer: 3, mode: 'changes' } as const

describe('what main is asked', () => {
  it('has no filter where nobody set one', () => {
    expect(queryOf(state({ name: '  ' }), scope)).toEqual({
      layer: 3,
      mode: 'changes',
      sort: 'name',
      open: { all: false, except: [] },
    })
  })

  it('opens what a filter finds, but for what was closed in it', () => {
    const filtered = withOpen(state({ name: ' .js ', changes: ['added'], atLeast: 10 }), 7, false)
    expect(queryOf(filtered, scope)).toEqual({
      layer: 3,
      mode: 'changes',
      sort: 'name',
      filter: { name: '.js', changes: ['added'], atLeast: 10 },
      open: { all: true, except: [7] },
    })
    expect(filtered.open).toEqual(firstTree.open)
  })

  it('takes the name that came late', () => {
    const query = queryOf(state({ name: 'abc' }), scope, '')
    expect(query.filter).toBeUndefined()
    expect(query.open.all).toBe(false)
  })
})

describe('folders', () => {
  it('are opened one by one, and closed again', () => {
    const opened = setOpen({ all: false, except: [1] }, 2, true)
    expect(opened).toEqual({ all: false, except: [1, 2] })
    expect(setOpen(opened, 1, false)).toEqual({ all: false, except: [2] })
    expect(setOpen(opened, 2, true)).toEqual({ all: false, except: [1, 2] })
  })

  it('are opened all at once, then closed one by one', () => {
    const all = withAll(state({ open: { all: false, except: [4] } }), true)
    expect(withOpen(all, 9, false).open).toEqual({ all: true, except: [9] })
    expect(withAll(all, false).open).toEqual({ all: false, except: [] })
  })
})

it('knows a filter by any of its parts', () => {
  expect(isFiltered(state())).toBe(false)
  expect(isFiltered(state({ name: 'a' }))).toBe(true)
  expect(isFiltered(state({ changes: ['removed'] }))).toBe(true)
  expect(isFiltered(state({ atLeast: 1 }))).toBe(true)
})

describe('mode', () => {
  it.each([
    [0o755, 'rwxr-xr-x'],
    [0o4755, 'rwsr-xr-x'],
    [0o4644, 'rwSr--r--'],
    [0o2750, 'rwxr-s---'],
    [0o2740, 'rwxr-S---'],
    [0o1777, 'rwxrwxrwt'],
    [0o1776, 'rwxrwxrwT'],
    [0, '---------'],
  ])('%o reads as ls prints it', (mode, text) => {
    expect(modeText(mode)).toBe(text)
  })

  it('has the letter of the kind in front', () => {
    expect(fullModeText(0o755, 'folder')).toBe('drwxr-xr-x')
    expect(fullModeText(0o777, 'symlink')).toBe('lrwxrwxrwx')
  })
})

it('has no date for a time that no calendar has', () => {
  expect(modifiedMs(1_700_000_000)).toBe(1_700_000_000_000)
  expect(modifiedMs(-5)).toBe(-5_000)
  expect(modifiedMs(1e18)).toBeUndefined()
  expect(modifiedMs(Number.NaN)).toBeUndefined()
})

it('reads what a layer removed in the layer below it', () => {
  expect(readableLayer({ change: 'removed' }, 4)).toBe(3)
  expect(readableLayer({ change: 'removed' }, 0)).toBe(0)
  expect(readableLayer({ change: 'added' }, 4)).toBe(4)
})

import { describe, expect, it } from 'vitest'
import { rowIn, windowsFor } from '../../../../renderer/api/rowWindows.logic'
import { layoutRows, scrollFor } from '../../../../renderer/components/tree/fixedRows.logic'
import { parentOf, treeMove } from '../../../../renderer/components/tree/treeKeys.logic'

describe('rows of one height', () => {
  it('are mounted where they are in sight, and a little around', () => {
    expect(layoutRows({ count: 1_000, rowHeight: 28, view: 280, top: 2_800 })).toEqual({
      body: 28_000,
      first: 92,
      last: 118,
      slots: 27,
      start: 92 * 28,
    })
    expect(layoutRows({ count: 3, rowHeight: 28, view: 280, top: 0 })).toMatchObject({ first: 0, last: 3 })
    expect(layoutRows({ count: 0, rowHeight: 28, view: 280, top: 0 })).toMatchObject({ body: 0, last: 0 })
  })

  it('never need more lines than there are slots', () => {
    for (let top = 0; top < 28_000; top += 13) {
      const { first, last, slots } = layoutRows({ count: 1_000, rowHeight: 28, view: 287, top })
      expect(last - first).toBeLessThanOrEqual(slots)
    }
  })

  it('are all reached by the million: the way is shortened, the end is the end', () => {
    const list = { count: 5_000_000, rowHeight: 28, view: 560 }
    const { body } = layoutRows({ ...list, top: 0 })
    expect(body).toBeLessThanOrEqual(30_000_000)
    const end = layoutRows({ ...list, top: body - 560 })
    expect(end.last).toBe(5_000_000)
    // The last row ends where the box ends.
    expect(end.start + (end.last - end.first) * 28).toBeCloseTo(body, 3)
  })

  it.each([0, 77, 2_500_000, 4_999_999])('row %i of five million can be scrolled to', (row) => {
    const list = { count: 5_000_000, rowHeight: 28, view: 560 }
    const top = scrollFor(row, { ...list, top: 12_345_678 }) ?? 12_345_678
    const { first, last, start } = layoutRows({ ...list, top })
    expect(row).toBeGreaterThanOrEqual(first)
    expect(row).toBeLessThan(last)
    const at = start + (row - first) * 28 - top
    expect(at).toBeGreaterThanOrEqual(-0.01)
    expect(at + 28).toBeLessThanOrEqual(560.01)
  })

  it('stay where they are when the row is in sight', () => {
    expect(scrollFor(101, { count: 1_000, rowHeight: 28, view: 280, top: 2_800 })).toBeUndefined()
  })
})

describe('windows', () => {
  it('are those that the rows lie in', () => {
    expect(windowsFor(0, 40)).toEqual([0])
    expect(windowsFor(190, 230)).toEqual([0, 200])
    expect(windowsFor(400, 400)).toEqual([400])
  })

  it('give the row that they hold', () => {
    const windows = [
      { from: 0, rows: ['a', 'b'] },
      { from: 200, rows: ['c'] },
    ]
    expect([0, 1, 2, 199, 200, 201].map((index) => rowIn(windows, index))).toEqual([
      'a',
      'b',
      undefined,
      undefined,
      'c',
      undefined,
    ])
  })
})

describe('keys of a tree', () => {
  const row = (over: Partial<{ depth: number; hasChildren: boolean; isOpen: boolean }> = {}) => ({
    node: 1,
    depth: 0,
    hasChildren: false,
    isOpen: false,
    ...over,
  })
  const list = { count: 10, page: 5 }

  it.each([
    ['ArrowDown', 9, row(), { type: 'to', row: 9 }],
    ['ArrowUp', 3, row(), { type: 'to', row: 2 }],
    ['PageDown', 3, row(), { type: 'to', row: 8 }],
    ['End', 3, row(), { type: 'to', row: 9 }],
    ['ArrowRight', 3, row({ hasChildren: true }), { type: 'toggle', open: true }],
    ['ArrowRight', 3, row({ hasChildren: true, isOpen: true }), { type: 'to', row: 4 }],
    ['ArrowRight', 3, row(), undefined],
    ['ArrowLeft', 3, row({ hasChildren: true, isOpen: true }), { type: 'toggle', open: false }],
    ['ArrowLeft', 3, row({ depth: 2 }), { type: 'parent' }],
    ['ArrowLeft', 3, row(), undefined],
    ['Enter', 3, row(), { type: 'open' }],
    ['F5', 3, row(), undefined],
  ])('%s at %i', (key, at, here, move) => {
    expect(treeMove(key, at, here, list)).toEqual(move)
  })

  it('find the parent among the rows at hand', () => {
    const depths = [0, 1, 2, 2, 1]
    const rowAt = (index: number) => (depths[index] === undefined ? undefined : { depth: depths[index] })
    expect(parentOf(3, rowAt)).toBe(1)
    expect(parentOf(4, rowAt)).toBe(0)
    expect(parentOf(3, (index) => (index < 2 ? undefined : rowAt(index)))).toBeUndefined()
  })
})

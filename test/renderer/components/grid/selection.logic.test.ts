import { describe, expect, it } from 'vitest'
import { keyListOf } from '../../../../renderer/components/grid/keyList'
import {
  checkAll,
  clearChecked,
  emptySelection,
  moveTo,
  prune,
  targetOf,
  toggle,
} from '../../../../renderer/components/grid/selection.logic'

const keysOf = (text: string) => keyListOf(text.split(''), (letter) => letter)
const abcde = keysOf('abcde')

describe('moving', () => {
  it('leaves what is checked alone, and stays inside', () => {
    const checked = toggle(emptySelection, 'b')
    expect(moveTo(checked, abcde, 99, false)).toEqual({ cursor: 'e', anchor: 'e', checked: new Set(['b']) })
    expect(moveTo(emptySelection, keysOf(''), 0, false)).toBe(emptySelection)
  })

  it('with Shift checks from the anchor to the cursor, back and forth', () => {
    const start = moveTo(emptySelection, abcde, 1, false)
    const down = moveTo(start, abcde, 3, true)
    expect(down).toEqual({ cursor: 'd', anchor: 'b', checked: new Set(['b', 'c', 'd']) })
    expect(moveTo(down, abcde, 0, true).checked).toEqual(new Set(['a', 'b']))
  })

  it('knows the keys', () => {
    expect(targetOf('ArrowDown', undefined, 5, 10)).toBe(0)
    expect(targetOf('ArrowDown', 2, 5, 10)).toBe(3)
    expect(targetOf('ArrowUp', undefined, 5, 10)).toBe(0)
    expect(targetOf('PageUp', 3, 5, 10)).toBe(-7)
    expect(targetOf('End', 0, 5, 10)).toBe(4)
    expect(targetOf('x', 0, 5, 10)).toBeUndefined()
  })
})

describe('checking', () => {
  it('toggles, takes all, clears', () => {
    expect(toggle(toggle(emptySelection, 'a'), 'a').checked).toEqual(new Set())
    const all = checkAll(emptySelection, abcde)
    expect(all.checked.size).toBe(5)
    expect(clearChecked(all).checked.size).toBe(0)
    expect(clearChecked(emptySelection)).toBe(emptySelection)
  })
})

describe('prune', () => {
  it('drops rows that are gone and puts the cursor where they were', () => {
    const selection = { cursor: 'c', anchor: 'c', checked: new Set(['b', 'c']) }
    expect(prune(selection, abcde, keysOf('abde'))).toEqual({
      cursor: 'd',
      anchor: 'd',
      checked: new Set(['b']),
    })
  })

  it('is the same object when nothing is gone', () => {
    const selection = toggle(emptySelection, 'c')
    expect(prune(selection, abcde, keysOf('edcba'))).toBe(selection)
  })

  it('has no cursor when no row is left', () => {
    expect(prune(toggle(emptySelection, 'a'), abcde, keysOf('')).cursor).toBeUndefined()
  })
})

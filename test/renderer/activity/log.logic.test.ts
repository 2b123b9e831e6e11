import { expect, it } from 'vitest'
import { appendLog, emptyLog, maxLogLines } from '../../../renderer/features/activity/log.logic'

it('late and repeated answers add nothing twice', () => {
  const first = appendLog(emptyLog, { from: 0, lines: ['a', 'b'], dropped: 0 })
  const again = appendLog(first, { from: 1, lines: ['b', 'c'], dropped: 0 })
  expect([appendLog(again, { from: 0, lines: ['a'], dropped: 0 }), again]).toEqual([
    again,
    { lines: ['a', 'b', 'c'], first: 0, next: 3 },
  ])
})

it('lines that the cap dropped leave a gap that is said by the first number', () => {
  const view = appendLog({ lines: ['a'], first: 0, next: 1 }, { from: 500, lines: ['x'], dropped: 500 })
  expect(view).toEqual({ lines: ['x'], first: 500, next: 501 })
})

it('never holds more than the cap', () => {
  const many = Array.from({ length: maxLogLines + 3 }, (_, i) => String(i))
  const view = appendLog(emptyLog, { from: 0, lines: many, dropped: 0 })
  expect({ held: view.lines.length, first: view.first, next: view.next }).toEqual({
    held: maxLogLines,
    first: 3,
    next: maxLogLines + 3,
  })
})

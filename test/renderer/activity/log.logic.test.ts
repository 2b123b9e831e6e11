import { expect, it } from 'vitest'
import { appendLog, emptyLog, maxLogLines } from '../../../renderer/features/activity/log.logic'

it('late and repeated answers add nothing twice', () => {
  const first = appendLog(emptyLog, { from: 0, lines: ['a', 'b'], dropped: 0 })
  const again = appendLog(first, { from: 1, lines: ['b', 'c'], dropped: 0 })
  expect([appendLog(again, { from: 0, lines: ['a'], dropped: 0 }), again]).toEqual([
    again,
    { lines: ['a', 'b', 'c'], first: 0, next: 3, stderr: new Set() },
  ])
})

it('lines that the cap dropped leave a gap that is said by the first number', () => {
  const view = appendLog(
    { lines: ['a'], first: 0, next: 1, stderr: new Set() },
    { from: 500, lines: ['x'], dropped: 500 },
  )
  expect(view).toEqual({ lines: ['x'], first: 500, next: 501, stderr: new Set() })
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

it('keeps apart what was written to stderr, by the numbers of lines', () => {
  const first = appendLog(emptyLog, { from: 0, lines: ['a', 'b'], dropped: 0, stderr: [1] })
  const second = appendLog(first, { from: 2, lines: ['c'], dropped: 0 })
  const third = appendLog(second, { from: 3, lines: ['d'], dropped: 0, stderr: [3] })
  expect([...third.stderr]).toEqual([1, 3])
})

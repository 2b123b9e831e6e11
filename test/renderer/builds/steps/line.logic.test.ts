import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { piecesOf } from '../../../../renderer/features/builds/steps/line.logic'
import { findInLogs, hitsIn, nextHit } from '../../../../renderer/features/builds/steps/search.logic'
import { aLog, aStep } from '../../../builders/buildView'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const spans = (max: number) =>
  fc.uniqueArray(fc.nat(max), { maxLength: 20 }).map((places) => {
    const sorted = places.sort((a, b) => a - b)
    return sorted.flatMap((from, index) => {
      const to = sorted[index + 1]
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : []
    })
  })

test('pieces are the whole line, and each character has the style and the hit that it lies in', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), spans(45), spans(45), (text, looks, hits) => {
      const styles = looks.map((span) => ({ ...span, bold: true }))
      const pieces = piecesOf(text, styles, hits)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      let at = 0
      for (const piece of pieces) {
        const inside = (all: typeof looks) => all.some(({ from, to }) => at >= from && at < to)
        expect(piece.style !== undefined).toBe(inside(looks))
        expect(piece.hit !== undefined).toBe(inside(hits))
        at += piece.text.length
      }
    }),
  )
})

test('a line that colours each letter does not cost a piece each', () => {
  const text = 'x'.repeat(8_192)
  const styles = Array.from(text, (_, from) => ({ from, to: from + 1, foreground: from % 256 }))
  expect(piecesOf(text, styles).length).toBeLessThan(500)
})

test('finds lines in either case, numbers them from the first ever, and finds no letter by what it became', () => {
  const steps = [
    aStep({ id: 'a', log: aLog(['Alpha', 'beta', 'alphabet ALPHA'], 10) }),
    aStep({ id: 'b', log: aLog(['gamma']) }),
  ]
  const found = findInLogs(steps, ' alpha ')
  expect(found.hits).toEqual([
    { stepId: 'a', line: 10 },
    { stepId: 'a', line: 12 },
  ])
  expect(found.perStep).toEqual(new Map([['a', 2]]))
  expect(findInLogs(steps, '  ').hits).toEqual([])
  expect(hitsIn({ text: 'alphabet ALPHA' }, 'alpha', true)).toEqual([
    { from: 0, to: 5, current: true },
    { from: 9, to: 14, current: true },
  ])
  // İ is two units in lower case: nothing is marked rather than the wrong letters.
  expect(hitsIn({ text: 'İalpha' }, 'alpha', false)).toEqual([])
})

test('says when there are more hits than it lists', () => {
  const found = findInLogs([aStep({ id: 'a', log: aLog(Array.from({ length: 6_000 }, () => 'x')) })], 'x')
  expect(found.cut).toBe(true)
  expect(found.hits).toHaveLength(5_000)
})

test('goes from hit to hit and around', () => {
  expect(nextHit(0, undefined, false)).toBeUndefined()
  expect([nextHit(3, undefined, false), nextHit(3, undefined, true)]).toEqual([0, 2])
  expect([nextHit(3, 2, false), nextHit(3, 0, true), nextHit(3, 1, true)]).toEqual([0, 2, 0])
  // Fewer than before: the search went on while it was read.
  expect(nextHit(2, 7, false)).toBe(0)
})

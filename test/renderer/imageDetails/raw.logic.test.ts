import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowOfPlace, wrapLines } from '../../../renderer/features/imageDetails/raw/lines.logic'
import { inspectLine, tidyPath } from '../../../renderer/features/imageDetails/raw/path.logic'
import {
  findMatches,
  maxMatches,
  segmentsOf,
  stepMatch,
} from '../../../renderer/features/imageDetails/raw/search.logic'

describe('long lines', () => {
  it('rows put together are the text, and no surrogate pair is torn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 80, unit: 'grapheme' }), { maxLength: 10 }),
        fc.integer({ min: 8, max: 40 }),
        (lines, columns) => {
          const rows = wrapLines(lines, columns)
          const again = lines.map((text, line) =>
            rows
              .filter((row) => row.line === line)
              .map((row) => text.slice(row.start, row.end))
              .join(''),
          )
          expect(again).toEqual(lines)
          for (const row of rows)
            expect((lines[row.line] ?? '').slice(row.start, row.end)).not.toMatch(/^[\udc00-\udfff]/)
        },
      ),
    )
  })

  it('finds the row of a place', () => {
    const rows = wrapLines(['abc', 'x'.repeat(25), 'z'], 10)
    expect([
      rowOfPlace(rows, 0, 1),
      rowOfPlace(rows, 1, 0),
      rowOfPlace(rows, 1, 24),
      rowOfPlace(rows, 2, 0),
    ]).toEqual([0, 1, 3, 4])
  })
})

describe('search', () => {
  const lines = ['{', '  "Path": "/usr/path",', '  "a.b": "(x)"', '}']

  it('counts matches with and without case', () => {
    expect([
      findMatches(lines, 'path', false).matches.length,
      findMatches(lines, 'path', true).matches.length,
      findMatches(lines, '', false).matches.length,
    ]).toEqual([2, 1, 0])
  })

  it('takes the query as text, not as a pattern', () => {
    expect(findMatches(lines, '(x)', true).matches).toEqual([{ line: 2, start: 10, end: 13 }])
    expect(findMatches(lines, 'a.b', true).matches).toHaveLength(1)
    expect(findMatches(['aXb'], 'a.b', true).matches).toEqual([])
  })

  it('stops counting in time and says that there is more', () => {
    const found = findMatches(['e'.repeat(maxMatches + 5)], 'e', true)
    expect({ count: found.matches.length, more: found.more }).toEqual({ count: maxMatches, more: true })
  })

  it('next and previous go round', () => {
    expect([stepMatch(0, 3, -1), stepMatch(2, 3, 1), stepMatch(0, 0, 1)]).toEqual([2, 0, 0])
  })

  it('marks a match that runs over the edge of a row in both rows', () => {
    const text = 'aaaaaaHITbbb'
    const { matches } = findMatches([text], 'HIT', true)
    const rows = wrapLines([text], 8)
    expect(rows.map((row) => segmentsOf(text, row, matches, 0))).toEqual([
      [
        { text: 'aaaaaa', hit: 'none' },
        { text: 'HI', hit: 'current' },
      ],
      [
        { text: 'T', hit: 'current' },
        { text: 'bbb', hit: 'none' },
      ],
    ])
  })
})

describe('path and its command', () => {
  it.each([
    ['', ''],
    [' . ', ''],
    ['.Config.Env', '.Config.Env'],
    ['Config.Env', '.Config.Env'],
  ])('%j means %j', (typed, path) => {
    expect(tidyPath(typed)).toBe(path)
  })

  it('gives the line for a terminal, quoted for a shell', () => {
    expect([
      inspectLine('redis:7', '', ''),
      inspectLine('redis:7', '.Config.Env', '{{json .Config.Env}}'),
      inspectLine('redis:7', '.Config.Labels["it\'s"]', '{{json (index .Config.Labels "it\'s")}}'),
    ]).toEqual([
      'docker image inspect redis:7',
      "docker image inspect --format '{{json .Config.Env}}' redis:7",
      `docker image inspect --format '{{json (index .Config.Labels "it'\\''s")}}' redis:7`,
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  barShare,
  baseSummary,
  positionOf,
  rowAt,
  rowCount,
  stepMark,
  wantsMore,
} from '../../../renderer/features/imageDetails/history/history.logic'

const orders = ['newestFirst', 'dockerfile'] as const

describe('rows of the history', () => {
  it('the line of the base lies between the own steps and its steps, in both orders', () => {
    const rows = orders.map((order) =>
      Array.from({ length: rowCount(4, 2) }, (_, position) => {
        const row = rowAt(position, 4, 2, order)
        return row.type === 'step' ? row.index : 'base'
      }),
    )
    expect(rows).toEqual([
      [0, 1, 'base', 2, 3],
      [3, 2, 'base', 1, 0],
    ])
  })

  it.each([undefined, 0, 4])('no line where the base does not end inside: %s', (baseLine) => {
    expect(rowCount(4, baseLine)).toBe(4)
  })

  it('a step is found again at its own position', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.nat(),
        fc.option(fc.nat({ max: 20_000 }), { nil: undefined }),
        fc.constantFrom(...orders),
        (total, seed, baseLine, order) => {
          const index = seed % total
          const row = rowAt(positionOf(index, total, baseLine, order), total, baseLine, order)
          expect(row).toEqual({ type: 'step', index })
        },
      ),
    )
  })

  it('asks for more only when a row in sight was not read yet', () => {
    const seen = { first: 0, last: 40 }
    expect([
      wantsMore(seen, 2_000, 20_000, undefined, 'newestFirst'),
      wantsMore({ first: 1_990, last: 2_010 }, 2_000, 20_000, undefined, 'newestFirst'),
      wantsMore(seen, 2_000, 20_000, undefined, 'dockerfile'),
      wantsMore(seen, 20_000, 20_000, undefined, 'dockerfile'),
    ]).toEqual([false, true, true, false])
  })
})

describe('steps', () => {
  const line = { createdBy: { text: '', length: 0 }, comment: '', size: 0, tags: [] }

  it('a step without bytes may own a layer: emptyLayer says it, never the size', () => {
    expect([
      stepMark({ ...line, emptyLayer: false, layer: 3 }),
      stepMark({ ...line, emptyLayer: true }),
      stepMark({ ...line, size: 5 }),
    ]).toEqual(['layer', 'empty', 'unknown'])
  })

  it('bars: nothing for no bytes, always visible for some', () => {
    expect([barShare(0, 100), barShare(1, 1_000_000), barShare(50, 100), barShare(5, 0)]).toEqual([
      0, 0.01, 0.5, 0,
    ])
  })
})

describe('base and own part', () => {
  const base = { imageId: 'sha256:a', name: 'python:3.11-alpine', layers: 5, known: 'chain' } as const

  it('235 of 275 MB is the base, as a guess where only the chain tells', () => {
    expect(baseSummary({ base, baseBytes: 235_000_000, ownBytes: 40_000_000 })).toEqual({
      name: 'python:3.11-alpine',
      imageId: 'sha256:a',
      layers: 5,
      baseBytes: 235_000_000,
      totalBytes: 275_000_000,
      guess: true,
    })
  })

  it('says nothing where a part is unknown', () => {
    expect([baseSummary({ base, ownBytes: 1 }), baseSummary({ baseBytes: 1, ownBytes: 1 })]).toEqual([
      undefined,
      undefined,
    ])
  })
})

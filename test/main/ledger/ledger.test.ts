import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fact, Ledger, maxGaps, maxGone } from '../../../main/ledger/ledger'
import { ledgerVersion, packLedger, parseLedger } from '../../../main/ledger/ledgerFile'
import { imageId } from '../../builders/imageRow'

const [a, b] = [imageId(0xa), imageId(0xb)]

function ledgerOf(...facts: Fact[]): Ledger {
  const ledger = new Ledger()
  for (const fact of facts) ledger.learn(fact)
  return ledger
}

const here = (id: string, at: number, handled = true): Fact => ({ type: 'here', id, at, handled })
const used = (id: string, at: number): Fact => ({
  type: 'used',
  id,
  use: { at, how: 'ended', container: 'web' },
})
const gap = (from: number | undefined, to: number): Fact => ({
  type: 'gap',
  gap: { to, ...(from === undefined ? {} : { from }) },
})

describe('what a ledger claims', () => {
  test('unused since the latest of last use, arrival and the end of the last gap', () => {
    expect(ledgerOf(here(a, 10)).unusedSince(a)).toBe(10)
    expect(ledgerOf(here(a, 10), used(a, 20)).unusedSince(a)).toBe(20)
    expect(ledgerOf(here(a, 10), used(a, 20), gap(25, 30), gap(3, 5)).unusedSince(a)).toBe(30)
    expect(ledgerOf(here(a, 10), gap(2, 5)).unusedSince(a)).toBe(10)
    expect(ledgerOf(here(a, 10)).unusedSince(b)).toBeUndefined()
  })

  test('who may have been used is not said to be used, nor to be idle since before', () => {
    const ledger = ledgerOf(here(a, 10), here(b, 10), { type: 'maybeUsed', id: a, at: 20 })
    expect(ledger.row(a, false)).toEqual({ firstSeen: 10, unusedSince: 20 })
    ledger.learn({ type: 'blind', at: 30 })
    expect([ledger.unusedSince(a), ledger.unusedSince(b)]).toEqual([30, 30])
    expect(ledger.view(a, false)).toMatchObject({ gaps: [] })
  })

  test('a running container: in use, whatever was last heard', () => {
    const ledger = ledgerOf(here(a, 10), used(a, 20))
    expect(ledger.row(a, true)).toEqual({ firstSeen: 10, lastUsed: 20 })
    expect(ledger.row(a, false)).toEqual({ firstSeen: 10, lastUsed: 20, unusedSince: 20 })
  })

  test('an old sign of the image makes it older, not longer unused', () => {
    const ledger = ledgerOf(here(a, 10), here(a, 3, false))
    expect(ledger.row(a, false)).toEqual({ firstSeen: 3, unusedSince: 10 })
    expect(ledgerOf(here(a, 3, false)).entry(a)).toBeUndefined()
  })

  test('removed and back: it begins anew, and is remembered with its digest while it is gone', () => {
    const came: Fact = { type: 'came', id: a, came: { by: 'pull', at: 10, reference: 'app:1' } }
    const digest: Fact = { type: 'registry', id: a, repoDigest: 'app@sha256:1' }
    const ledger = ledgerOf(here(a, 10), came, digest, { type: 'gone', id: a, at: 20 })
    expect(ledger.has(a)).toBe(false)
    expect(ledger.origin(a)).toEqual({ came: 'pull', reference: 'app:1', repoDigest: 'app@sha256:1' })
    ledger.learn(here(a, 30))
    expect(ledger.row(a, false)).toEqual({ firstSeen: 30, unusedSince: 30 })
    expect(ledger.origin(a)).toEqual({ came: 'unknown', repoDigest: 'app@sha256:1' })
  })

  test('of one arrival the word that knows more stays, of several the first', () => {
    const came = (by: 'build' | 'commit' | 'load', at: number): Fact => ({
      type: 'came',
      id: a,
      came: { by, at },
    })
    expect(ledgerOf(here(a, 10), came('build', 10), came('commit', 15)).row(a, false)?.came).toBe('commit')
    expect(ledgerOf(here(a, 10), came('commit', 10), came('build', 15)).row(a, false)?.came).toBe('commit')
    expect(ledgerOf(here(a, 10), came('build', 10), came('load', 99_999)).row(a, false)?.came).toBe('build')
    const told = ledgerOf(here(a, 10), came('build', 50_000))
    told.learnFromJob(a, { by: 'import', at: 50_100 }, 49_000)
    expect(told.row(a, false)?.came).toBe('import')
    told.learnFromJob(a, { by: 'load', at: 999_999 }, 900_000)
    expect(told.row(a, false)?.came).toBe('import')
  })

  test('the details tell the gaps in which it may have been used', () => {
    const ledger = ledgerOf(
      gap(undefined, 5),
      here(a, 10),
      used(a, 20),
      gap(12, 14),
      gap(30, 40),
      gap(50, 60),
    )
    expect(ledger.view(a, false)).toEqual({
      firstSeen: 10,
      unusedSince: 60,
      lastUse: { at: 20, how: 'ended', container: 'web' },
      gaps: [
        { from: 50, to: 60 },
        { from: 30, to: 40 },
      ],
      gapsTotal: 2,
    })
    expect(ledger.view(a, true)).toMatchObject({ gaps: [], gapsTotal: 0 })
  })

  test('gaps and removed images are kept up to a number', () => {
    const ledger = new Ledger()
    for (let i = 0; i < maxGaps + 10; i += 1) ledger.learn(gap(i * 10, i * 10 + 5))
    expect(ledger.gaps).toHaveLength(maxGaps)
    for (let i = 0; i < maxGone + 10; i += 1) {
      ledger.learn(here(imageId(i), i))
      ledger.learn({ type: 'gone', id: imageId(i), at: i })
    }
    expect([...ledger.entries()]).toHaveLength(maxGone)
    expect(ledger.entry(imageId(9))).toBeUndefined()
    expect(ledger.entry(imageId(10))).toBeDefined()
  })
})

describe('whatever the order', () => {
  // The truth: an image, uses, and times in which nobody watched; uses there are never told.
  const times = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 12 })
  const gaps = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 300 }))
      .map(([from, length]) => ({ from, to: Math.min(1_000, from + length) })),
    { maxLength: 4 },
  )

  test('it never claims a longer idle time than is true, and no shorter one without a reason', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        times,
        gaps,
        fc.infiniteStream(fc.nat()),
        (came, all, blind, order) => {
          const uses = all.filter((at) => at >= came)
          const seen = uses.filter((at) => !blind.some(({ from, to }) => at >= from && at < to))
          const facts: Fact[] = [
            here(a, came),
            here(a, came, false),
            ...seen.map((at) => used(a, at)),
            ...blind.map(({ from, to }) => gap(from, to)),
            used(b, 1_000),
          ]
          const shuffled = facts
            .map((fact) => ({ fact, at: order.next().value ?? 0 }))
            .sort((x, y) => x.at - y.at)
            .map(({ fact }) => fact)
          const since = ledgerOf(...shuffled).unusedSince(a) ?? 0
          expect(since).toBeGreaterThanOrEqual(Math.max(came, ...uses))
          expect(since).toBe(Math.max(came, ...seen, ...blind.map(({ to }) => to)))
        },
      ),
    )
  })

  test('on disk and back it is the same', () => {
    const ledger = ledgerOf(
      gap(undefined, 5),
      here(a, 10),
      { type: 'came', id: a, came: { by: 'pull', at: 10, reference: '__proto__:1' } },
      used(a, 20),
      here(b, 11),
      { type: 'gone', id: b, at: 12 },
      gap(3, 9),
    )
    const record = {
      watch: { until: 99, tail: { time: 98, key: 'image tag x' } },
      gaps: ledger.gaps,
      blindUntil: ledger.blindUntil,
      entries: [...ledger.entries()],
      names: [
        ['__proto__:1', a],
        ['gone:1', imageId(7)],
        ['x'.repeat(2_000), a],
        [a, a],
      ] as const,
      containers: [['c1', a, true] as const],
    }
    const read = parseLedger(JSON.parse(JSON.stringify(packLedger(record))))
    expect(read).toEqual({ ...record, names: [['__proto__:1', a]] })
    expect(new Ledger(read?.entries, read?.gaps).view(a, false)).toEqual(ledger.view(a, false))
    expect(parseLedger({ version: ledgerVersion })).toBeUndefined()
  })
})

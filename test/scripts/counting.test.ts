import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseOptions } from '../../scripts/lib/options.mjs'
import { playwrightTally, tallyOf, vitestTally } from '../../scripts/test/reports.mjs'
import { lineOf, readLine, sum } from '../../scripts/test/tally.mjs'

describe('the last line', () => {
  it.each([
    [{ passed: 12, failed: 0, skipped: 0 }, '12 passed, 0 failed'],
    [{ passed: 0, failed: 3, skipped: 0 }, '0 passed, 3 failed'],
    [{ passed: 5, failed: 1, skipped: 2 }, '5 passed, 1 failed, 2 skipped'],
  ])('of %o', (tally, line) => {
    expect(lineOf(tally)).toBe(line)
    expect(readLine(`noise\n9 passed, 9 failed\n${line}\n`)).toEqual(tally)
  })

  it('counts only when it is the last and alone', () => {
    expect(readLine('1 passed, 0 failed\nmore')).toBeUndefined()
    expect(readLine('x 1 passed, 0 failed')).toBeUndefined()
    expect(readLine('')).toBeUndefined()
  })

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 })
  })
})

describe('a suite', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-counting-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const report = (content: unknown): string => {
    const path = join(folder, 'report.json')
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const vitest = (passed: number, failed: number, more = {}) => ({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...more,
  })

  it('has the numbers of its report', () => {
    const path = report(vitest(7, 2, { numPendingTests: 1, numTodoTests: 1 }))
    expect(tallyOf(path, 1, vitestTally)).toEqual({ passed: 7, failed: 2, skipped: 2 })
  })

  it('that ran no test has failed', () => {
    expect(tallyOf(report(vitest(0, 0, { numPendingTests: 4 })), 0, vitestTally)).toMatchObject({ failed: 1 })
  })

  it('that left no report, or half of one, has failed', () => {
    expect(tallyOf(join(folder, 'none.json'), 0, vitestTally)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(tallyOf(report('{"numPassed'), 0, vitestTally)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('whose runner failed while every test passed has failed', () => {
    expect(tallyOf(report(vitest(3, 0)), 1, vitestTally)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  })

  it('with a file that cannot be loaded has failed', () => {
    const broken = { testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(tallyOf(report(vitest(3, 0, broken)), 1, vitestTally)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 0,
    })
  })

  it('of Playwright counts a test that passed only when tried again as failed', () => {
    const path = report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] })
    expect(tallyOf(path, 1, playwrightTally)).toEqual({ passed: 4, failed: 2, skipped: 2 })
  })
})

describe('options', () => {
  const known = { flags: ['full'], values: ['only'] } as const

  it('are flags and values in either spelling', () => {
    const { flags, values } = parseOptions(['--full', '--only', 'a'], known)
    expect([...flags]).toEqual(['full'])
    expect(values.get('only')).toBe('a')
    expect(parseOptions(['--only=b=c'], known).values.get('only')).toBe('b=c')
  })

  it.each([['--ful'], ['full'], ['--full=yes'], ['--only']])('%s is an error', (...words) => {
    expect(() => parseOptions(words, known)).toThrow(/unknown option|needs a value/)
  })
})

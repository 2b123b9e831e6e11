import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseOptions } from '../../scripts/lib/options.mjs'
import {
  failuresOf,
  playwrightFailures,
  playwrightTally,
  tallyOf,
  vitestFailures,
  vitestTally,
} from '../../scripts/test/reports.mjs'
import { judged } from '../../scripts/test/suites.mjs'
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

describe('what failed', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-failures-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const written = (content: unknown): string => {
    const path = join(folder, 'report.json')
    writeFileSync(path, JSON.stringify(content))
    return path
  }

  it('is named from the report of vitest, a file that cannot be loaded too', () => {
    const test = {
      status: 'failed',
      fullName: 'a b',
      failureMessages: ['\u001b[31mError: no\u001b[39m\nat x'],
    }
    const testResults = [
      { name: '/r/a.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, test] },
      { name: '/r/b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
      { name: '/r/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ]
    expect(failuresOf(written({ testResults }), vitestFailures)).toEqual([
      { file: '/r/a.test.ts', name: 'a b', message: 'Error: no' },
      { file: '/r/b.test.ts', name: 'the file as a whole', message: 'SyntaxError' },
    ])
  })

  it('is named from the report of Playwright, however deep', () => {
    const results = [{ error: { message: 'timed out' } }]
    const spec = { ok: false, file: 'a.spec.ts', line: 7, title: 'opens', tests: [{ results }] }
    const suites = [{ specs: [{ ok: true }], suites: [{ specs: [spec] }] }]
    expect(failuresOf(written({ suites }), playwrightFailures)).toEqual([
      { file: 'a.spec.ts', line: 7, name: 'opens', message: 'timed out' },
    ])
  })

  it('is nothing where there is no report', () => {
    expect(failuresOf(join(folder, 'none.json'), vitestFailures)).toEqual([])
  })

  const ofNames = (names: readonly string[], passed: number) => ({
    numPassedTests: passed,
    numFailedTests: names.length,
    testResults: [
      {
        name: 'a.test.ts',
        status: names.length > 0 ? 'failed' : 'passed',
        assertionResults: names.map((fullName) => ({ status: 'failed', fullName, failureMessages: [] })),
      },
    ],
  })
  const judge = async (...runs: readonly (readonly [failed: readonly string[], passed: number])[]) => {
    // A CI run repeats such lines at its end: these must not be taken for real ones.
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const asked: (readonly string[])[] = []
    const tally = await judged(
      async (path, failed) => {
        const [names, passed] = runs[asked.length] ?? [[], 0]
        asked.push(failed.map(({ name }) => name))
        writeFileSync(path, JSON.stringify(ofNames(names, passed)))
        return names.length > 0 ? 1 : 0
      },
      { tally: vitestTally, failures: vitestFailures },
    ).finally(() => vi.restoreAllMocks())
    return { tally, asked }
  }

  it('is tried once more, and passes then', async () => {
    expect(await judge([['x'], 9], [[], 1])).toEqual({
      tally: { passed: 10, failed: 0, skipped: 0 },
      asked: [[], ['x']],
    })
  })

  it.each([
    ['fails again', [['x'], 9], [['x'], 0]],
    ['does not run again', [['x'], 9], [[], 0]],
  ] as const)('stays failed when it %s', async (_why, first, second) => {
    expect((await judge(first, second)).tally).toEqual({ passed: 9, failed: 1, skipped: 0 })
  })

  it('is not tried again when it is much', async () => {
    const { tally, asked } = await judge([['a', 'b', 'c', 'd'], 9])
    expect(tally.failed).toBe(4)
    expect(asked).toHaveLength(1)
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

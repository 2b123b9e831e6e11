import { readFileSync } from 'node:fs'
import { NOTHING, ONE_FAILED, sum } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * A suite's numbers from its own report. No report, no test at all, or an end with an error that no test shows: each is
 * a failure, since a suite that did not run must never look green.
 * @param {string} path
 * @param {number} code the runner's exit code
 * @param {(report: unknown) => Tally} read
 * @returns {Tally}
 */
export function tallyOf(path, code, read) {
  const tally = readReport(path, read)
  const ran = tally.passed + tally.failed > 0
  const silent = code !== 0 && tally.failed === 0
  return ran && !silent ? tally : sum([tally, tally.failed > 0 ? NOTHING : ONE_FAILED])
}

/** @param {string} path @param {(report: unknown) => Tally} read */
function readReport(path, read) {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return NOTHING
  }
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function object(value) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {}
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : 0
}

/** @param {unknown} value @returns {readonly unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : []
}

/** vitest's json reporter. @param {unknown} report @returns {Tally} */
export function vitestTally(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = object(report)
  // A file that cannot even be loaded has no tests in it to count.
  const broken = list(testResults)
    .map(object)
    .filter(({ status, assertionResults }) => status === 'failed' && list(assertionResults).length === 0)
  return {
    passed: number(numPassedTests),
    failed: number(numFailedTests) + broken.length,
    skipped: number(numPendingTests) + number(numTodoTests),
  }
}

/** Playwright's json reporter; a test that passed only when tried again did fail. @param {unknown} report @returns {Tally} */
export function playwrightTally(report) {
  const { stats, errors } = object(report)
  const { expected, unexpected, flaky, skipped } = object(stats)
  return {
    passed: number(expected),
    failed: number(unexpected) + number(flaky) + list(errors).length,
    skipped: number(skipped),
  }
}

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
  const tally = readReport(path, read, NOTHING)
  const ran = tally.passed + tally.failed > 0
  const silent = code !== 0 && tally.failed === 0
  return ran && !silent ? tally : sum([tally, tally.failed > 0 ? NOTHING : ONE_FAILED])
}

/**
 * @template T
 * @param {string} path
 * @param {(report: unknown) => T} read
 * @param {T} otherwise where there is no report, or half of one
 * @returns {T}
 */
function readReport(path, read, otherwise) {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return otherwise
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

/** @typedef {{ file: string, line?: number, name: string, message: string }} Failure */

/** @param {string} path @param {(report: unknown) => readonly Failure[]} read @returns {readonly Failure[]} */
export function failuresOf(path, read) {
  return readReport(path, read, [])
}

/** vitest's json reporter. @param {unknown} report @returns {readonly Failure[]} */
export function vitestFailures(report) {
  return list(object(report).testResults)
    .map(object)
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = list(assertionResults)
        .map(object)
        .filter((test) => test.status === 'failed')
      const file = String(name)
      if (failed.length === 0) return [{ file, name: 'the file as a whole', message: firstLine(message) }]
      return failed.map((test) => ({
        file,
        name: String(test.fullName),
        message: firstLine(list(test.failureMessages)[0]),
      }))
    })
}

/** Playwright's json reporter. @param {unknown} report @returns {readonly Failure[]} */
export function playwrightFailures(report) {
  return list(object(report).suites).flatMap(failedSpecs)
}

/** @param {unknown} suite @returns {readonly Failure[]} */
function failedSpecs(suite) {
  const { suites, specs } = object(suite)
  const here = list(specs)
    .map(object)
    .filter(({ ok }) => ok === false)
    .map(({ file, line, title, tests }) => ({
      file: String(file),
      line: number(line),
      name: String(title),
      message: firstLine(object(object(list(object(list(tests)[0]).results)[0]).error).message),
    }))
  return [...here, ...list(suites).flatMap(failedSpecs)]
}

/** @param {unknown} text */
function firstLine(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the runner's terminal
  const plain = typeof text === 'string' ? text.replaceAll(/\u001b\[[\d;]*m/g, '') : ''
  return plain.trim().split('\n')[0]?.slice(0, 300) ?? ''
}

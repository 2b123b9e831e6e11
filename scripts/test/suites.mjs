import { join, relative } from 'node:path'
import { PLAYWRIGHT, runGroup, VITEST } from '../lib/group.mjs'
import { say, tell } from '../lib/log.mjs'
import { root } from '../lib/paths.mjs'
import { npm } from '../lib/run.mjs'
import { withScratch } from '../lib/scratch.mjs'
import {
  failuresOf,
  playwrightFailures,
  playwrightTally,
  tallyOf,
  vitestFailures,
  vitestTally,
} from './reports.mjs'
import { ONE_FAILED, ONE_PASSED } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {import('./reports.mjs').Failure} Failure */

/** A suite that hangs must not take the run with it. */
const minutes = () => (process.env.STRATA_FULL ? 90 : 25)

/** @param {string} name @returns {Promise<Tally>} */
export async function npmScript(name) {
  const { code } = await npm(['run', '--silent', name], { cwd: root, show: true })
  return code === 0 ? ONE_PASSED : ONE_FAILED
}

/**
 * @param {readonly string[]} projects of vitest.config.ts
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Tally>}
 */
export function vitest(projects, env) {
  const select = projects.flatMap((project) => ['--project', project])
  return judged(
    (report, failed) => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const files = new Set(failed.map(({ file }) => file))
      return runGroup(VITEST, ['run', ...select, ...reporters, ...files], {
        env: { ...process.env, ...env },
        minutes: minutes(),
      })
    },
    { tally: vitestTally, failures: vitestFailures },
  )
}

/**
 * @param {string} config
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tally>}
 */
export function playwright(config, env) {
  return judged(
    (report, failed) => {
      const places = failed.map(({ file, line }) => `${file}:${line}`)
      return runGroup(PLAYWRIGHT, ['test', '-c', config, '--reporter=list,json', ...places], {
        env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
        minutes: minutes(),
      })
    },
    { tally: playwrightTally, failures: playwrightFailures },
  )
}

/** More than this many failures are no accident. */
const MAX_UNSTEADY = 3

/**
 * Runs a suite, and where little failed in it, that once more: a test that passes then counts, and is named as unsteady
 * (docs/adr/008).
 * @param {(report: string, failed: readonly Failure[]) => Promise<number>} start all, or only what failed
 * @param {{ tally: (report: unknown) => Tally, failures: (report: unknown) => readonly Failure[] }} read
 * @returns {Promise<Tally>}
 */
export async function judged(start, read) {
  const first = await once(start, read, [])
  const { tally, failed } = first
  const few = failed.length > 0 && failed.length <= MAX_UNSTEADY && failed.length === tally.failed
  if (!few) {
    for (const failure of failed) tell(lineOf('FAILED', failure))
    return tally
  }
  for (const failure of failed) say(lineOf('failed, and is tried once more:', failure))
  const second = await once(start, read, failed)
  for (const failure of second.failed) tell(lineOf('FAILED', failure))
  if (second.tally.failed > 0 || second.tally.passed < failed.length) return tally
  for (const failure of failed) tell(lineOf('UNSTEADY', failure))
  return { ...tally, passed: tally.passed + failed.length, failed: 0 }
}

/**
 * @param {(report: string, failed: readonly Failure[]) => Promise<number>} start
 * @param {{ tally: (report: unknown) => Tally, failures: (report: unknown) => readonly Failure[] }} read
 * @param {readonly Failure[]} failed
 */
function once(start, read, failed) {
  return withScratch(async (folder) => {
    const report = join(folder, 'report.json')
    const code = await start(report, failed)
    return { tally: tallyOf(report, code, read.tally), failed: failuresOf(report, read.failures) }
  })
}

/** @param {string} mark @param {Failure} failure */
function lineOf(mark, { file, line, name, message }) {
  const place = `${relative(root, file)}${line === undefined ? '' : `:${line}`}`
  return `${mark} ${place} ${name}: ${message}`
}

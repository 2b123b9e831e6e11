import { join } from 'node:path'
import { PLAYWRIGHT, runGroup, VITEST } from '../lib/group.mjs'
import { root } from '../lib/paths.mjs'
import { npm } from '../lib/run.mjs'
import { withScratch } from '../lib/scratch.mjs'
import { playwrightTally, tallyOf, vitestTally } from './reports.mjs'
import { ONE_FAILED, ONE_PASSED } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/** A suite that hangs must not take the run with it. */
const minutes = () => (process.env.STRATA_FULL ? 90 : 12)

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
  return withReport(async (report) => {
    const select = projects.flatMap((project) => ['--project', project])
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const code = await runGroup(VITEST, ['run', ...select, ...reporters], {
      env: { ...process.env, ...env },
      minutes: minutes(),
    })
    return tallyOf(report, code, vitestTally)
  })
}

/**
 * @param {string} config
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tally>}
 */
export function playwright(config, env) {
  return withReport(async (report) => {
    const code = await runGroup(PLAYWRIGHT, ['test', '-c', config, '--reporter=list,json'], {
      env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      minutes: minutes(),
    })
    return tallyOf(report, code, playwrightTally)
  })
}

/** @param {(path: string) => Promise<Tally>} work @returns {Promise<Tally>} */
function withReport(work) {
  return withScratch((folder) => work(join(folder, 'report.json')))
}

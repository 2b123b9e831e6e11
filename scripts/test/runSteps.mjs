import { writeSync } from 'node:fs'
import { messageOf, say, seconds } from '../lib/log.mjs'
import { lineOf, ONE_FAILED, sum } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * Runs every step, whatever became of the ones before, and says at the end what each brought.
 * @param {readonly { name: string, run: () => Promise<Tally> }[]} steps
 * @returns {Promise<Tally>}
 */
export async function runSteps(steps) {
  /** @type {{ name: string, tally: Tally, took: string }[]} */ const results = []
  for (const { name, run } of steps) {
    say(`\n── ${name}`)
    const start = performance.now()
    const tally = await run().catch((error) => {
      say(messageOf(error))
      return ONE_FAILED
    })
    results.push({ name, tally, took: seconds(start) })
  }
  say('')
  for (const { name, tally, took } of results) say(`${name.padEnd(18)} ${lineOf(tally)} in ${took}`)
  return sum(results.map(({ tally }) => tally))
}

/**
 * The promised end of a run: its last line, and a code that is zero only when all went well and nothing was missing.
 * @param {Tally & { missing?: number }} tally
 * @returns {never}
 */
export function finish(tally) {
  const green = tally.failed === 0 && tally.passed > 0 && !tally.missing
  // Written at once even into a pipe, so that the exit cannot cut it off.
  process.exitCode = green ? 0 : 1
  writeSync(1, `${lineOf(tally)}\n`)
  process.exit()
}

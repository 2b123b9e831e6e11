import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, say, sayingInto, seconds } from '../lib/log.mjs'
import { withScratch } from '../lib/scratch.mjs'
import { lineOf, ONE_FAILED, sum } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {{ readonly name: string, readonly run: () => Promise<Tally> }} Step */
/** Steps one after the other. @typedef {readonly Step[]} Lane */
/** @typedef {{ name: string, tally: Tally, took: string }} Result */

/**
 * Runs every step, whatever became of the ones before, and says at the end what each brought. The lanes of a group run
 * side by side: the first is seen as it goes, what the others say follows it step by step.
 * @param {readonly (readonly Lane[])[]} groups
 * @returns {Promise<Tally>}
 */
export async function runSteps(groups) {
  const start = performance.now()
  /** @type {Result[]} */ const results = []
  for (const [first = [], ...others] of groups) {
    const all = await withScratch((folder) =>
      Promise.all([
        runLane(first),
        ...others.map((lane, index) => runAside(lane, join(folder, `${index}.log`))),
      ]),
    )
    for (const { results: done, output } of all) {
      writeAll(output)
      results.push(...done)
    }
  }
  say('')
  for (const { name, tally, took } of results) say(`${name.padEnd(18)} ${lineOf(tally)} in ${took}`)
  if (results.length > 1) say(`all of it in ${seconds(start)}`)
  return sum(results.map(({ tally }) => tally))
}

/** @param {Lane} lane @returns {Promise<{ results: Result[], output: Buffer }>} */
async function runLane(lane) {
  /** @type {Result[]} */ const results = []
  for (const { name, run } of lane) {
    say(`\n── ${name}`)
    const start = performance.now()
    const tally = await run().catch((error) => {
      say(messageOf(error))
      return ONE_FAILED
    })
    results.push({ name, tally, took: seconds(start) })
  }
  return { results, output: Buffer.alloc(0) }
}

/** @param {Lane} lane @param {string} path of a file for what it says */
async function runAside(lane, path) {
  const file = openSync(path, 'a')
  try {
    const { results } = await sayingInto(file, () => runLane(lane))
    return { results, output: readFileSync(path) }
  } finally {
    closeSync(file)
  }
}

/** @param {Buffer} output */
function writeAll(output) {
  for (let at = 0; at < output.length; ) at += writeSync(1, output, at)
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

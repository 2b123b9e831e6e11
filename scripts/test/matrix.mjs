import { bringPrerequisites } from '../lib/debian/prerequisites.mjs'
import { installDependencies } from '../lib/install.mjs'
import { messageOf, say } from '../lib/log.mjs'
import { parseOptions } from '../lib/options.mjs'
import { runSteps } from './runSteps.mjs'
import { bringUpSeveral } from './sandboxes.mjs'
import { vitest } from './suites.mjs'
import { ONE_SKIPPED } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

const ENGINES = /** @type {const} */ (['20.10', '26.1', 'newest', 'newest-containerd'])

/**
 * The engine suite on every engine that Strata promises to work with.
 * @param {readonly string[]} words
 * @returns {Promise<Tally & { missing: number }>}
 */
export async function runMatrix(words) {
  const { flags, values } = parseOptions(words, { flags: ['full'], values: ['only'] })
  if (flags.has('full')) process.env.STRATA_FULL = '1'
  const only = values.get('only')?.split(',')
  await bringPrerequisites(say, { headless: false })
  await installDependencies()
  /** @type {string[]} */ const met = []
  /** @type {string[]} */ const missing = []
  const engines = ENGINES.filter((name) => only?.includes(name) ?? true)
  const tally = await runSteps(
    engines.map((engine) => [[{ name: engine, run: () => suiteOn(engine, met, missing) }]]),
  )
  for (const line of [...met, ...missing]) say(line)
  return { ...tally, missing: missing.length }
}

/**
 * @param {typeof ENGINES[number]} engine
 * @param {string[]} met
 * @param {string[]} missing
 * @returns {Promise<Tally>}
 */
async function suiteOn(engine, met, missing) {
  const sandboxes = await bringUpSeveral({ engine }).catch((error) => {
    missing.push(`SKIPPED ${engine}: ${messageOf(error)}`)
    return undefined
  })
  if (!sandboxes) return ONE_SKIPPED
  try {
    const { engineVersion, apiVersion, store } = sandboxes.info
    met.push(`met Docker Engine ${engineVersion} (API ${apiVersion}, ${store} store) as ${engine}`)
    return await vitest(['engine'], sandboxes.env)
  } finally {
    await sandboxes.close()
  }
}

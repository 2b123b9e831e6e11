import { availableParallelism } from 'node:os'
import { delimiter } from 'node:path'
import { bringUp } from '../sandbox/index.mjs'

/** @typedef {import('../sandbox/types.d.ts').Sandbox} Sandbox */
/** @typedef {import('../sandbox/types.d.ts').BringUpOptions} BringUpOptions */

/** Tests wait for their engine more than they work: with two of them, two cores have enough to do. */
const SIDE_BY_SIDE = Math.min(2, availableParallelism())

/**
 * Engines of one kind with their registries, for suites that run side by side. Only one where it is not ours: what someone
 * offers is there once.
 * @param {BringUpOptions} [options]
 * @returns {Promise<{ info: Sandbox['info'], env: { STRATA_SANDBOX: string }, close: () => Promise<void> }>}
 */
export async function bringUpSeveral(options = {}) {
  /** @type {Sandbox[]} */ const up = []
  const close = async () => {
    for (const sandbox of up) await sandbox.close()
  }
  try {
    const first = await bringUp({ registry: true, ...options })
    up.push(first)
    while (first.engineProcess && up.length < SIDE_BY_SIDE)
      up.push(await bringUp({ registry: true, ...options }))
    const files = up.map(({ infoFile }) => infoFile)
    return { info: first.info, env: { STRATA_SANDBOX: files.join(delimiter) }, close }
  } catch (error) {
    await close()
    throw error
  }
}

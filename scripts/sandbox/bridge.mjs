import { join } from 'node:path'
import { withLock } from '../lib/lock.mjs'
import { cacheDir } from '../lib/paths.mjs'
import { must } from '../lib/run.mjs'

/** @typedef {{ pool: string }} BridgeNetwork the range from which networks that a test makes are cut */

/**
 * A bridge of the sandbox's own. An engine without one would share, and on its end remove, the docker0 of another.
 * @param {string} name at most 15 characters
 * @returns {Promise<BridgeNetwork>}
 */
export function makeBridge(name) {
  return withLock(join(cacheDir(), 'network.lock'), async () => {
    const used = (await must('ip', ['-4', 'addr'])) + (await must('ip', ['-4', 'route']))
    const free = Array.from({ length: 256 }, (_, index) => index).find(
      (index) => !used.includes(`10.213.${index}.`) && !used.includes(`10.214.${index}.`),
    )
    if (free === undefined)
      throw new Error('no free network for a sandbox between 10.213.0.0 and 10.213.255.0')
    await must('ip', ['link', 'add', 'name', name, 'type', 'bridge'])
    await must('ip', ['addr', 'add', `10.213.${free}.1/24`, 'dev', name])
    await must('ip', ['link', 'set', name, 'up'])
    return { pool: `10.214.${free}.0/24` }
  })
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../lib/lock.mjs'
import { cacheDir } from '../lib/paths.mjs'
import { isAlive } from '../lib/process.mjs'
import { tearDown } from './teardown.mjs'

/**
 * What a sandbox has made outside of itself, written down before it is made: whoever comes next can clear it away.
 * @typedef {object} LiveRecord
 * @property {string} name
 * @property {import('../lib/process.mjs').ProcessId} owner the script that has to tear it down
 * @property {string} folder
 * @property {string} [bridge]
 * @property {string} [cgroup]
 * @property {import('../lib/process.mjs').ProcessId} [holder] first process of its namespaces
 * @property {{ cli: string, host?: string | undefined, names: readonly string[] }} [containers] on an engine of the user's
 */

function folder() {
  return join(cacheDir(), 'live')
}

/** @param {LiveRecord} record */
export function remember(record) {
  mkdirSync(folder(), { recursive: true })
  const path = join(folder(), `${record.name}.json`)
  writeFileSync(`${path}.part`, JSON.stringify(record, undefined, 2))
  renameSync(`${path}.part`, path)
}

/** @param {LiveRecord} record */
export function forget(record) {
  rmSync(join(folder(), `${record.name}.json`), { force: true })
}

/** @returns {LiveRecord[]} */
export function remembered() {
  try {
    return readdirSync(folder())
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder(), name), 'utf8')))
  } catch {
    return []
  }
}

/** Clears what scripts left that were killed before they could. @param {import('./types.d.ts').Note} note */
export function clearLeftovers(note) {
  return withLock(join(cacheDir(), 'live.lock'), () => {
    for (const record of remembered()) {
      if (isAlive(record.owner)) continue
      note(`clearing the sandbox ${record.name} of a run that was killed`)
      tearDown(record)
      forget(record)
    }
  })
}

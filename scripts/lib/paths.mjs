import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** What the scripts download and remember; safe to delete whenever no sandbox runs. */
export function cacheDir() {
  if (process.env.STRATA_CACHE) return resolve(process.env.STRATA_CACHE)
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) {
    return join(process.env.LOCALAPPDATA, 'strata', 'cache')
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'strata')
}

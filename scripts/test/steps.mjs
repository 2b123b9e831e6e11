import { join } from 'node:path'
import { findElectron } from '../electron/runtime.mjs'
import { build } from '../lib/install.mjs'
import { withScratch } from '../lib/scratch.mjs'
import { virtualScreen } from '../lib/screen.mjs'
import { bringUp } from '../sandbox/index.mjs'
import { npmScript, playwright, vitest } from './suites.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {{ name: string, run: () => Promise<Tally> }} Step */

/**
 * @param {import('../sandbox/types.d.ts').BringUpOptions} options
 * @param {(env: NodeJS.ProcessEnv) => Promise<Tally>} work
 */
export async function onSandbox(options, work) {
  const sandbox = await bringUp({ registry: true, ...options })
  try {
    return await work({ STRATA_SANDBOX: sandbox.infoFile })
  } finally {
    await sandbox.close()
  }
}

/** The matrix runs more of the generated cases on each engine, `--full` all of them. @returns {NodeJS.ProcessEnv} */
const brief = () => (process.env.STRATA_FULL ? {} : { STRATA_BRIEF: '1' })

/** @returns {Promise<Tally>} */
async function endToEnd() {
  const electron = await findElectron({ purpose: 'test' })
  await build()
  const screen = process.platform === 'linux' ? await virtualScreen() : undefined
  try {
    return await withScratch((noConfig) =>
      onSandbox({}, (sandbox) =>
        playwright('test/e2e/playwright.config.ts', {
          ...sandbox,
          STRATA_ELECTRON: electron.path,
          // A test that forgets to say which engine must meet none, and not the user's.
          DOCKER_HOST: `unix://${join(noConfig, 'no-engine.sock')}`,
          DOCKER_CONFIG: noConfig,
          ...(screen ? { DISPLAY: screen.display } : {}),
        }),
      ),
    )
  } finally {
    screen?.close()
  }
}

/** In this order; each runs whatever became of the ones before. @type {readonly Step[]} */
export const STEPS = [
  { name: 'lint', run: () => npmScript('lint') },
  { name: 'types', run: () => npmScript('typecheck') },
  { name: 'unit', run: () => vitest(['node', 'dom']) },
  { name: 'scripts', run: () => vitest(['scripts']) },
  { name: 'engine', run: () => onSandbox({}, (env) => vitest(['engine'], { ...env, ...brief() })) },
  { name: 'e2e', run: endToEnd },
]

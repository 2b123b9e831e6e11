import { join } from 'node:path'
import { findElectron } from '../electron/runtime.mjs'
import { build } from '../lib/install.mjs'
import { withScratch } from '../lib/scratch.mjs'
import { virtualScreen } from '../lib/screen.mjs'
import { bringUp } from '../sandbox/index.mjs'
import { bringUpSeveral } from './sandboxes.mjs'
import { npmScript, playwright, vitest } from './suites.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {import('./runSteps.mjs').Step} Step */
/** @typedef {import('./runSteps.mjs').Lane} Lane */

/** The matrix runs more of the generated cases on each engine, `--full` all of them. @returns {NodeJS.ProcessEnv} */
const brief = () => (process.env.STRATA_FULL ? {} : { STRATA_BRIEF: '1' })

/** @returns {Promise<Tally>} */
async function onEngines() {
  const { env, close } = await bringUpSeveral()
  try {
    return await vitest(['engine'], { ...env, ...brief() })
  } finally {
    await close()
  }
}

/** @param {(sandbox: import('../sandbox/types.d.ts').Sandbox) => Promise<Tally>} work */
async function onSandbox(work) {
  const sandbox = await bringUp({ registry: true })
  try {
    return await work(sandbox)
  } finally {
    await sandbox.close()
  }
}

/** @returns {Promise<Tally>} */
async function endToEnd() {
  const electron = await findElectron({ purpose: 'test' })
  await build()
  const screen = process.platform === 'linux' ? await virtualScreen() : undefined
  try {
    return await withScratch((noConfig) =>
      onSandbox((sandbox) =>
        playwright('test/e2e/playwright.config.ts', {
          STRATA_SANDBOX: sandbox.infoFile,
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

/**
 * Groups one after the other; the lanes of a group side by side; each step runs whatever became of the ones before. The
 * window is alone: beside other work it is late, and its tests would say so.
 * @type {readonly (readonly Lane[])[]}
 */
export const STEPS = [
  [
    [
      { name: 'lint', run: () => npmScript('lint') },
      { name: 'types', run: () => npmScript('typecheck') },
      { name: 'unit', run: () => vitest(['node', 'dom']) },
    ],
    [{ name: 'scripts', run: () => vitest(['scripts']) }],
  ],
  [[{ name: 'engine', run: onEngines }]],
  [[{ name: 'e2e', run: endToEnd }]],
]

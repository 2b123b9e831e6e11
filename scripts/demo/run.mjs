import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findElectron } from '../electron/runtime.mjs'
import { openApp } from '../lib/app.mjs'
import { isRoot } from '../lib/debian/host.mjs'
import { bringPrerequisites } from '../lib/debian/prerequisites.mjs'
import { PLAYWRIGHT, runGroup } from '../lib/group.mjs'
import { build, installDependencies } from '../lib/install.mjs'
import { say } from '../lib/log.mjs'
import { parseOptions } from '../lib/options.mjs'
import { virtualScreen } from '../lib/screen.mjs'
import { bringUp } from '../sandbox/index.mjs'

/**
 * The app on a sandbox with sample images: in a window, or walked through by itself on a screen that nobody sees.
 * @param {readonly string[]} words
 * @returns {Promise<number>} exit code
 */
export async function runDemo(words) {
  const { flags, values } = parseOptions(words, { flags: ['headless'], values: ['shots'] })
  const headless = flags.has('headless')
  const shots = resolve(values.get('shots') ?? 'shots')
  if (!headless && !hasScreen()) {
    throw new Error(
      'there is no screen to open a window on; `npm run demo -- --headless --shots DIR` needs none',
    )
  }
  await bringPrerequisites(say, { headless })
  await installDependencies()
  const electron = await findElectron({ purpose: 'demo' })
  await build()
  const sandbox = await bringUp({ registry: true, samples: true })
  try {
    const env = demoEnvironment(sandbox, electron)
    return await (headless ? walk(env, shots) : show(electron.path, env))
  } finally {
    await sandbox.close()
  }
}

function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * @param {import('../sandbox/types.d.ts').Sandbox} sandbox
 * @param {import('../electron/runtime.mjs').Runtime} electron
 * @returns {NodeJS.ProcessEnv}
 */
function demoEnvironment({ info, infoFile }, electron) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    DOCKER_HOST: info.host,
    DOCKER_CONFIG: info.cliEnv.DOCKER_CONFIG,
    // In the sandbox's folder, so that it goes with it in whatever way the demo ends.
    STRATA_USER_DATA: join(dirname(infoFile), 'app-data'),
    TMPDIR: dirname(infoFile),
    STRATA_SANDBOX: infoFile,
    STRATA_ELECTRON: electron.path,
  }
  delete env.DOCKER_CONTEXT
  return env
}

/** @param {string} electron @param {NodeJS.ProcessEnv} env */
async function show(electron, env) {
  say('the window opens on the sandbox; close it to end the demo')
  // Chromium's sandbox does not run as root; here nothing but our own page on our own engine is at stake.
  const flags = process.platform === 'linux' && isRoot ? ['--no-sandbox'] : []
  return await openApp(electron, { env, flags })
}

/** @param {NodeJS.ProcessEnv} env @param {string} shots */
async function walk(env, shots) {
  mkdirSync(shots, { recursive: true })
  const screen = process.platform === 'linux' ? await virtualScreen() : undefined
  try {
    const code = await runGroup(PLAYWRIGHT, ['test', '-c', 'test/e2e/demo.config.ts'], {
      env: { ...env, ...(screen ? { DISPLAY: screen.display } : {}), STRATA_SHOTS: shots },
      minutes: 15,
    })
    say(code === 0 ? `the walk passed; its pictures are in ${shots}` : 'the walk failed')
    return code
  } finally {
    screen?.close()
  }
}

import { spawn } from 'node:child_process'
import { root } from './paths.mjs'
import { isAlive, waitSync } from './process.mjs'

/**
 * Opens the built app and waits for its end.
 * @param {string} electron
 * @param {{ env?: NodeJS.ProcessEnv, flags?: readonly string[] }} [options]
 * @returns {Promise<number>} its exit code
 */
export function openApp(electron, { env = process.env, flags = [] } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(electron, [...flags, root], { env, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
    // Ctrl+C reaches the app as well; it may ask about running work, and this script ends after it.
    process.on('SIGINT', () => {})
    // Before a sandbox is torn down, so that the app writes nothing more into its folder.
    process.prependOnceListener('exit', () => {
      child.kill('SIGKILL')
      if (child.pid) waitSync(() => !isAlive({ pid: child.pid ?? 0 }), 3_000)
    })
  })
}

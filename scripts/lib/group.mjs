import { spawn } from 'node:child_process'
import { say, shown } from './log.mjs'
import { root } from './paths.mjs'

const ENDS = /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])

/**
 * A test runner with all the workers, browsers and programs that it starts. They end together: with it, after
 * `minutes`, or with this process. A worker in an endless loop hears nothing else.
 * @param {string} script below the repository's top, run by this Node
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, minutes: number }} options
 * @returns {Promise<number>} its exit code
 */
export function runGroup(script, args, { env, minutes }) {
  const grouped = process.platform !== 'win32'
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env,
    stdio: ['inherit', shown(), shown()],
    detached: grouped,
  })
  const end = () => {
    try {
      if (grouped && child.pid) process.kill(-child.pid, 'SIGKILL')
      else child.kill('SIGKILL')
    } catch {
      // all of it is gone already
    }
  }
  const timer = setTimeout(() => {
    say(`${script} is not done after ${minutes} minutes and is ended`)
    end()
  }, minutes * 60_000)
  const leave = ENDS.map(([signal, number]) => {
    const listener = () => process.exit(128 + number)
    process.once(signal, listener)
    return () => process.off(signal, listener)
  })
  // First of all, so that nothing writes into folders while they are cleared away.
  process.prependOnceListener('exit', end)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      for (const each of leave) each()
      process.off('exit', end)
      end()
      resolve(code ?? 1)
    })
  })
}

export const VITEST = 'node_modules/vitest/vitest.mjs'
export const PLAYWRIGHT = 'node_modules/playwright/cli.js'

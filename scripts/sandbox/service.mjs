import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf } from '../lib/process.mjs'
import { until } from '../lib/wait.mjs'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * A long-running program inside a namespace.
 * @typedef {object} Service
 * @property {() => number} pid as the host counts
 * @property {(signal: NodeJS.Signals) => void} signal
 * @property {Promise<void>} ended
 * @property {() => boolean} running
 */

/**
 * @param {ChildProcess} child the nsenter that waits for the program
 * @param {object} options
 * @param {string} options.what for messages
 * @param {string} options.logFile
 * @param {() => Promise<boolean>} options.ready
 * @param {number} [options.timeout]
 * @returns {Promise<Service>}
 */
export async function service(child, { what, logFile, ready, timeout = 60_000 }) {
  let running = true
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    const end = () => {
      running = false
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  await until(
    async () => {
      if (!running) throw new Error(`${what} ended at once\n${tailOf(logFile)}`)
      return (await ready()) ? true : undefined
    },
    { timeout, what: `${what} to answer` },
  ).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  // nsenter stays outside of the PID namespace and waits for its only child, the program itself.
  const [pid] = childrenOf(child.pid ?? 0)
  if (!pid) throw new Error(`${what} has no process`)
  child.unref()
  return {
    pid: () => pid,
    signal: (name) => {
      if (!running) return
      // Whoever signals waits for the end, so for that long the child keeps this process alive again.
      child.ref()
      process.kill(pid, name)
    },
    ended,
    running: () => running,
  }
}

/** @param {Service} target @param {number} milliseconds */
export async function endWithin(target, milliseconds) {
  target.signal('SIGTERM')
  const timer = new AbortController()
  const late = sleep(milliseconds, 'late', { signal: timer.signal }).catch(() => undefined)
  const outcome = await Promise.race([target.ended, late])
  timer.abort()
  if (outcome === 'late') target.signal('SIGKILL')
  await target.ended
}

/** @param {string} path */
export function tailOf(path) {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').slice(-12).join('\n')
  } catch {
    return ''
  }
}

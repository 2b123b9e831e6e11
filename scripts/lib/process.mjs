import { readFileSync } from 'node:fs'

/**
 * Process ids are reused; a pid together with its start time is not. Linux only: elsewhere the answer is undefined
 * and the pid alone has to do.
 * @param {number} pid
 * @returns {string | undefined} clock ticks since boot
 */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold spaces and parentheses, so fields are counted after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

/** @typedef {{ pid: number, started?: string | undefined }} ProcessId */

/** @param {number} pid @returns {ProcessId} */
export function processId(pid) {
  return { pid, started: startTimeOf(pid) }
}

/** @param {ProcessId} id */
export function isAlive({ pid, started }) {
  if (process.platform === 'linux') {
    const now = startTimeOf(pid)
    return now !== undefined && (started === undefined || now === started)
  }
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** @param {number} pid @returns {number[]} */
export function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Teardown also runs inside exit handlers, where nothing can be awaited. @param {number} milliseconds */
export function sleepSync(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** @param {() => boolean} done @param {number} milliseconds @returns {boolean} whether it came true in time */
export function waitSync(done, milliseconds) {
  const end = Date.now() + milliseconds
  while (!done()) {
    if (Date.now() > end) return false
    sleepSync(10)
  }
  return true
}

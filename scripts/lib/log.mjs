import { AsyncLocalStorage } from 'node:async_hooks'
import { writeSync } from 'node:fs'

/** @type {AsyncLocalStorage<number>} */
const aside = new AsyncLocalStorage()

/**
 * Everything that the work and its programs say goes into a file, so that it does not stand among what others say.
 * @template T
 * @param {number} file a descriptor
 * @param {() => Promise<T>} work
 */
export function sayingInto(file, work) {
  return aside.run(file, work)
}

/** Where a program's output goes when it is to be seen. @returns {number | 'inherit'} */
export function shown() {
  return aside.getStore() ?? 'inherit'
}

/** One line to the person running the script; stderr, so that stdout stays for results. @param {string} line */
export function say(line) {
  const file = aside.getStore()
  if (file === undefined) process.stderr.write(`${line}\n`)
  else writeSync(file, `${line}\n`)
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}

/** Seconds since `start` (from performance.now()), as people write them. @param {number} start */
export function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

/** One line of a result, for whoever reads the output by program; stdout. @param {string} line */
export function tell(line) {
  const file = aside.getStore()
  if (file === undefined) process.stdout.write(`${line}\n`)
  else writeSync(file, `${line}\n`)
}

import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from './log.mjs'

/**
 * Networks fail for a moment; three tries with a growing pause tell that from a real failure.
 * @template T
 * @param {() => Promise<T>} work
 * @param {{ tries?: number, pause?: number, note?: (line: string) => void }} [options]
 * @returns {Promise<T>}
 */
export async function retry(work, { tries = 3, pause = 1000, note } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= tries) throw error
      note?.(`try ${attempt} of ${tries} failed: ${messageOf(error).split('\n')[0]}`)
      await sleep(pause * attempt)
    }
  }
}

/**
 * Asks until the answer is not undefined.
 * @template T
 * @param {() => Promise<T | undefined> | T | undefined} ask
 * @param {{ timeout: number, every?: number, what: string }} options
 * @returns {Promise<T>}
 */
export async function until(ask, { timeout, every = 50, what }) {
  const end = Date.now() + timeout
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`${what}: not within ${timeout / 1000} s`)
    await sleep(every)
  }
}

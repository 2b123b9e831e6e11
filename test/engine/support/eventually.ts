import { setTimeout as sleep } from 'node:timers/promises'

/**
 * For vitest and Playwright alike. Looks again and again until it is so. How long that may take is no claim on how fast something is: it only ends a test
 * that has failed, and a loaded machine may take its time.
 */
export async function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + 30_000
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await sleep(20)
  }
}

/** Resolves when a value has been the same for `ms`. */
export async function settled(value: () => number, ms: number): Promise<void> {
  for (let before = Number.NaN; before !== value(); ) {
    before = value()
    await sleep(ms)
  }
}

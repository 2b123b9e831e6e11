/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Tally} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 }
/** @type {Tally} */
export const ONE_PASSED = { passed: 1, failed: 0, skipped: 0 }
/** @type {Tally} */
export const ONE_FAILED = { passed: 0, failed: 1, skipped: 0 }
/** @type {Tally} */
export const ONE_SKIPPED = { passed: 0, failed: 0, skipped: 1 }

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, each) => ({
      passed: all.passed + each.passed,
      failed: all.failed + each.failed,
      skipped: all.skipped + each.skipped,
    }),
    NOTHING,
  )
}

/** The last line of a run, alone on its line. @param {Tally} tally */
export function lineOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {string} output @returns {Tally | undefined} what `lineOf` wrote as the last line of a run */
export function readLine(output) {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last)
  if (!match) return undefined
  const [, passed, failed, skipped = '0'] = match
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) }
}

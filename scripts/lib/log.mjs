/** One line to the person running the script; stderr, so that stdout stays for results. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
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
  process.stdout.write(`${line}\n`)
}

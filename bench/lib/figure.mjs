/** Middle value; for an even count the lower of the two, so that it is always a value that was measured. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** Value below which the share `p` (0..1) of all values lies. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

const round = (value) => Number(value.toPrecision(4))

/**
 * Prints one figure as one JSON line. `ratio` = ours / other: smaller is better.
 * @param {{ bench: string, figure: string, goal: number, ours: number, other: number, unit: string, runs: number }} f
 */
export function report({ bench, figure, goal, ours, other, unit, runs }) {
  const ratio = other === 0 ? (ours === 0 ? 0 : Number.POSITIVE_INFINITY) : ours / other
  const line = {
    bench,
    figure,
    ratio: round(ratio),
    goal,
    ours: round(ours),
    other: round(other),
    unit,
    runs,
  }
  console.log(JSON.stringify(line))
  return line
}

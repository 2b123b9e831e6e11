/** Bytes that moved, over a sliding window. Immutable; times in ms since the epoch. */
export type ByteMeter = {
  /** All bytes so far; never less than before. */
  readonly bytes: number
  /** Oldest first; the first one may lie just before the window, so that the window is always spanned. */
  readonly samples: readonly { readonly at: number; readonly bytes: number }[]
}

const windowMs = 5_000
/** Below this a speed is noise. */
const leastSpanMs = 500
/** Samples nearer than this are one. */
const stepMs = 100

export function newMeter(at: number): ByteMeter {
  return { bytes: 0, samples: [{ at, bytes: 0 }] }
}

/** `bytes`: all bytes so far, not those since the last call. A smaller number changes nothing. */
export function measure(meter: ByteMeter, bytes: number, at: number): ByteMeter {
  if (bytes <= meter.bytes) return meter
  const sample = { at, bytes }
  const last = meter.samples.at(-1)
  const merged =
    meter.samples.length > 1 && last !== undefined && at - last.at < stepMs
      ? [...meter.samples.slice(0, -1), { at: last.at, bytes }]
      : [...meter.samples, sample]
  return { bytes, samples: within(merged, at) }
}

/** Bytes a second in the last five; undefined while there is too little to say. It falls when nothing comes. */
export function speedOf(meter: ByteMeter, now: number): number | undefined {
  const [first] = within(meter.samples, now)
  if (first === undefined || now - first.at < leastSpanMs) return undefined
  return ((meter.bytes - first.bytes) * 1000) / (now - first.at)
}

function within(samples: ByteMeter['samples'], now: number): ByteMeter['samples'] {
  const next = samples.findIndex(({ at }) => at > now - windowMs)
  if (next === -1) return samples.slice(-1)
  return samples.slice(Math.max(0, next - 1))
}

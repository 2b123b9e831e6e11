const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'] as const

/** Three significant digits as Go's `%.3g` prints a number of 0 <= x < 1000: ties go to the even digit. */
function threeDigits(value: number): string {
  let text = value.toPrecision(3)
  const four = value.toPrecision(4)
  // toPrecision sends exact ties up. Only multiples of 1/8 can be exact ties with four significant digits.
  if (Number.isInteger(value * 8) && Number(four) === value && /5(?:e|$)/.test(four) && value < 1000) {
    const down = four.slice(0, -1)
    if (/[02468]\.?$/.test(down)) text = down
  }
  const rounded = Number(text)
  return rounded >= 1000 ? '1e+03' : String(rounded)
}

/**
 * Bytes as Docker prints them: decimal units, three significant digits (go-units HumanSizeWithPrecision(size, 3)):
 * `0B`, `5.59MB`, `187MB`, `1.24GB`; 999,999 bytes are `1e+03kB`, as in `docker images`.
 */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${threeDigits(value)}${units[unit] ?? 'B'}`
}

/** Every digit, grouped by three: `1,234,567 B`. */
export function exactBytes(bytes: number, separator = ','): string {
  return `${String(Math.trunc(bytes)).replaceAll(/\B(?=(?:\d{3})+$)/g, separator)} B`
}

export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
/** For a sentence such as "3 days ago": the words and their plural are the translator's. */
export type TimeAgo = { readonly value: number; readonly unit: TimeUnit }

/**
 * How long ago, in the steps of `docker images` (go-units HumanDuration): hours up to 48, days up to 14, weeks up to
 * 60 days, months up to two years. A time in the future (clocks differ) is 0 seconds ago. Both in ms since the epoch.
 */
export function timeAgo(at: number, now: number): TimeAgo {
  const ms = Math.max(0, now - at)
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return { value: seconds, unit: 'second' }
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return { value: minutes, unit: 'minute' }
  const hours = Math.floor(ms / 3_600_000 + 0.5)
  if (hours < 48) return { value: hours, unit: 'hour' }
  if (hours < 24 * 7 * 2) return { value: Math.floor(hours / 24), unit: 'day' }
  if (hours < 24 * 30 * 2) return { value: Math.floor(hours / 24 / 7), unit: 'week' }
  if (hours < 24 * 365 * 2) return { value: Math.floor(hours / 24 / 30), unit: 'month' }
  return { value: Math.floor(Math.floor(ms / 3_600_000) / 24 / 365), unit: 'year' }
}

/** The English of `docker images`, for texts that are to look like its output. */
export function timeAgoAsDocker(at: number, now: number): string {
  const { value, unit } = timeAgo(at, now)
  if (unit === 'second' && value < 1) return 'Less than a second ago'
  if (unit === 'minute' && value === 1) return 'About a minute ago'
  if (unit === 'hour' && value === 1) return 'About an hour ago'
  return `${value} ${unit}${value === 1 ? '' : 's'} ago`
}

/** The one or two largest units of a duration in ms, for "1 min 5 s": below a second, tenths of a second. */
export function durationParts(ms: number): readonly { readonly value: number; readonly unit: TimeUnit }[] {
  const total = Math.max(0, ms)
  if (total < 10_000) return [{ value: Math.floor(total / 100) / 10, unit: 'second' }]
  const seconds = Math.floor(total / 1000)
  const parts = [
    { value: Math.floor(seconds / 86_400), unit: 'day' as const },
    { value: Math.floor(seconds / 3600) % 24, unit: 'hour' as const },
    { value: Math.floor(seconds / 60) % 60, unit: 'minute' as const },
    { value: seconds % 60, unit: 'second' as const },
  ]
  const first = parts.findIndex((part) => part.value > 0)
  return parts.slice(first, first + 2).filter((part, i) => i === 0 || part.value > 0)
}

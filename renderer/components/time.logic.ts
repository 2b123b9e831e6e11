import { timeAgo } from '@shared/format'

const relative = new Map<string, Intl.RelativeTimeFormat>()
const exact = new Map<string, Intl.DateTimeFormat>()

const moments = new Map<string, Intl.DateTimeFormat>()

function cached<T>(map: Map<string, T>, locale: string, make: () => T): T {
  const known = map.get(locale)
  if (known !== undefined) return known
  const made = make()
  map.set(locale, made)
  return made
}

/** '3 days ago', in the steps of `docker images`; undefined within a minute, where the caller says "just now". */
export function formatRelative(at: number, now: number, locale = 'en'): string | undefined {
  const { value, unit } = timeAgo(at, now)
  if (unit === 'second') return undefined
  return cached(relative, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: 'always' })).format(
    -value,
    unit,
  )
}

export function formatExact(at: number, locale = 'en'): string {
  return cached(
    exact,
    locale,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }),
  ).format(at)
}

/** '12 Nov 2026, 10:04': for a sentence. */
export function formatMoment(at: number, locale = 'en'): string {
  return cached(
    moments,
    locale,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(at)
}

/** `1:05` or `1:02:03` for a span that ticks. */
export function formatSpan(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

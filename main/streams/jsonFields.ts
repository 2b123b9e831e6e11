/**
 * Reading JSON of engines and of images. By hand and not by the schema library: that one drops a label called `__proto__`,
 * and these run for every image of a list. Unknown fields are passed over; a missing, null or odd one reads as absent.
 */
export type Json = Readonly<Record<string, unknown>>

const nothing: readonly never[] = []
const noEntries: ReadonlyMap<string, string> = new Map()

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: unknown): Json {
  return isJson(value) ? value : {}
}

/** Rows that are objects; others can't be anything we know. */
export function rows(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : nothing
}

/** Absent when empty: engines write "" for what is not set. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return nothing
  return value.filter((item) => typeof item === 'string')
}

/** A count or a number of bytes; -1 is the engine's word for "not computed". */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined
}

/** Milliseconds from seconds since the epoch. Year 1 (a negative number) is how Go writes "never". */
export function msOfSeconds(value: unknown): number | undefined {
  const seconds = count(value)
  return seconds === undefined ? undefined : seconds * 1000
}

/** Milliseconds from RFC 3339; year 1 reads as absent. */
export function msOfDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const ms = Date.parse(value)
  return Number.isNaN(ms) || value.startsWith('0001-') ? undefined : ms
}

/** Labels and their like. A Map, since an object would lose `__proto__` on its first copy. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  if (!isJson(value)) return noEntries
  const keys = Object.keys(value)
  if (keys.length === 0) return noEntries
  const map = new Map<string, string>()
  for (const key of keys) {
    const entry = value[key]
    if (typeof entry === 'string') map.set(key, entry)
  }
  return map
}

/** Sorted keys of Go's `map[string]struct{}`: exposed ports, volumes. */
export function keys(value: unknown): readonly string[] {
  return isJson(value) ? Object.keys(value).sort() : nothing
}

import { z } from 'zod'

/** A field that is read where it has the shape, and is absent where not: one odd field costs nothing else. */
export function maybe<T extends z.ZodType>(shape: T) {
  return shape.nullish().catch(undefined)
}

/** Not negative and exact in a double. */
export const count = z.number().int().nonnegative()

/** ms since the epoch; the Hub writes year 1 for "never" (Go's zero time). */
export function timeOf(text: string | null | undefined): number | undefined {
  if (!text) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) || at <= 0 ? undefined : at
}

/** The object without what is undefined: absent, not set to nothing. */
export function present<T extends object>(fields: T): T {
  for (const key of Object.keys(fields)) {
    if (Reflect.get(fields, key) === undefined) Reflect.deleteProperty(fields, key)
  }
  return fields
}

/** An entry that was understood, but is not wanted. */
export const skipped = Symbol('skipped')

/**
 * Each entry read alone, so that one broken entry does not lose the others: a list as long as the entries, undefined
 * where there is nothing to show. undefined as a whole when not one of them was understood.
 */
export function eachOf<In extends z.ZodType, Out extends object>(
  entries: readonly unknown[],
  shape: In,
  normalise: (entry: z.output<In>) => Out | typeof skipped | undefined,
): readonly (Out | undefined)[] | undefined {
  let understood = entries.length === 0
  const found = entries.map((entry) => {
    const parsed = shape.safeParse(entry)
    const normal = parsed.success ? normalise(parsed.data) : undefined
    if (normal !== undefined) understood = true
    return normal === skipped ? undefined : normal
  })
  return understood ? found : undefined
}

/** What one message may be, whatever the schema: no schema is even tried on more. */
const limits = { depth: 8, values: 400_000, characters: 64_100_000 } as const

/** Why a message is not worth a schema's time; undefined when it is. Iterative, and stops at the first excess. */
export function payloadProblem(input: unknown): string | undefined {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }]
  let values = 0
  let characters = 0
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const { value, depth } = item
    values += 1
    if (typeof value === 'string') characters += value.length
    if (typeof value === 'object' && value !== null) {
      if (depth >= limits.depth) return 'too deep'
      if (!isPlain(value)) return 'not plain data'
      if (Object.hasOwn(value, '__proto__')) return 'a forbidden key'
      const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
      if (values + waiting.length + members.length > limits.values) return 'too many values'
      for (const member of members) waiting.push({ value: member, depth: depth + 1 })
      if (!Array.isArray(value)) for (const key of Object.keys(value)) characters += key.length
    }
    if (characters > limits.characters) return 'too long'
  }
  return undefined
}

/** Objects and arrays only: structured clone also carries maps, dates, errors, buffers. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}

/**
 * Generated wrong inputs, as recipes: what can't travel from the test to the page as JSON (ten million characters,
 * a map, a prototype key) is made in the page by `cook`.
 */
export type Recipe =
  | { readonly make: 'json'; readonly value: unknown }
  | { readonly make: 'text'; readonly unit: string; readonly times: number }
  | { readonly make: 'special'; readonly kind: (typeof specials)[number] }
  | { readonly make: 'deep'; readonly depth: number }
  | { readonly make: 'wide'; readonly length: number }
  | { readonly make: 'object'; readonly entries: readonly (readonly [string, Recipe])[] }
  | { readonly make: 'array'; readonly items: readonly Recipe[] }

const specials = [
  'undefined',
  'nan',
  'infinity',
  'bigint',
  'date',
  'map',
  'set',
  'bytes',
  'error',
  'ring',
  'proto',
  'function',
  'symbol',
] as const
const words = [
  '',
  ' ',
  'redis',
  '../../../../etc/passwd',
  '/etc/shadow',
  'C:\\Windows\\win.ini',
  '\\\\host\\share',
  'a\0b',
  '\u001b[2J',
  '\u202e',
  '__proto__',
  'constructor',
  'sha256:',
  `sha256:${'0'.repeat(64)}`,
  `sha256:${'G'.repeat(64)}`,
  '<img src=x onerror=1>',
  'file:///etc/passwd',
  '$(reboot)',
  '`reboot`',
  '; rm -rf /',
  '%s%n',
  '{{.}}',
  'null',
  '-1',
  '\ud800',
]
const keys = [
  'image',
  'imageId',
  'imageIds',
  'reference',
  'targets',
  'steps',
  'target',
  'force',
  'expected',
  'id',
  'from',
  'path',
  'text',
  'suggestedName',
  'endpointId',
  'host',
  'grant',
  'container',
  'named',
  'jobId',
  'command',
  'entrypoint',
  'env',
  'ports',
  'images',
  'theme',
  'customHosts',
  'undoSeconds',
  'cursor',
  'labels',
  'naming',
  'use',
  'before',
  '__proto__',
  'constructor',
  'toString',
  'extra',
  '',
]
const numbers = [-1, 0, 1, 0.5, 1e308, -1e308, 2 ** 53, 4_294_967_296]

/** mulberry32: small, seeded, the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** `count` inputs; the first `heavy` of them of up to four that are large. */
export function wrongInputs(seed: number, count: number, heavy = 4): readonly Recipe[] {
  const random = seeded(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const scalar = (): Recipe => {
    const kind = below(20)
    // The heavy ones are rare: one of ten megabytes says as much as fifty.
    if (kind === 0)
      return { make: 'text', unit: pick(['x', '\u0000', 'я', '../']), times: pick([513, 5_000, 70_000]) }
    if (kind < 4) return { make: 'special', kind: pick(specials) }
    if (kind < 8) return { make: 'json', value: pick(numbers) }
    if (kind === 8) return { make: 'json', value: pick([true, false, null]) }
    return { make: 'json', value: pick(words) }
  }
  const value = (depth: number): Recipe => {
    const kind = depth > 3 ? 9 : below(10)
    if (kind < 5)
      return {
        make: 'object',
        entries: Array.from({ length: below(4) }, () => [pick(keys), value(depth + 1)] as const),
      }
    if (kind < 7) return { make: 'array', items: Array.from({ length: below(4) }, () => value(depth + 1)) }
    return scalar()
  }
  const large: readonly Recipe[] = [
    { make: 'text', unit: 'x', times: 10_000_000 },
    { make: 'deep', depth: 200 },
    { make: 'wide', length: 500_000 },
    { make: 'object', entries: [['image', { make: 'text', unit: 'x', times: 10_000_000 }]] },
  ]
  const first = large.map((_, at) => large[(at + seed) % large.length] ?? pick(large)).slice(0, heavy)
  return [...first, ...Array.from({ length: Math.max(0, count - first.length) }, () => value(0))]
}

/** Runs in the page: makes the value of each recipe, makes the call, and says how each ended. Self-contained. */
export async function callWithEach({
  name,
  recipes,
}: {
  name: string
  recipes: readonly unknown[]
}): Promise<readonly string[]> {
  type Cooked = {
    make: string
    value: unknown
    unit: string
    times: number
    kind: string
    depth: number
    length: number
    entries: [string, Cooked][]
    items: Cooked[]
  }
  const special = (kind: string): unknown => {
    if (kind === 'undefined') return undefined
    if (kind === 'nan') return Number.NaN
    if (kind === 'infinity') return Number.POSITIVE_INFINITY
    if (kind === 'bigint') return 10n
    if (kind === 'date') return new Date(0)
    if (kind === 'map') return new Map([['image', 'redis']])
    if (kind === 'set') return new Set([1])
    if (kind === 'bytes') return new Uint8Array(1_000)
    if (kind === 'error') return new Error('x')
    if (kind === 'proto') return JSON.parse('{"__proto__":{"polluted":true},"image":"redis"}')
    if (kind === 'function') return () => 1
    if (kind === 'symbol') return Symbol('x')
    const ring: Record<string, unknown> = {}
    ring['ring'] = ring
    return ring
  }
  const cook = (one: Cooked): unknown => {
    if (one.make === 'json') return one.value
    if (one.make === 'text') return one.unit.repeat(one.times)
    if (one.make === 'special') return special(one.kind)
    if (one.make === 'wide') return Array.from({ length: one.length }, () => 0)
    if (one.make === 'array') return one.items.map(cook)
    if (one.make === 'object')
      return Object.fromEntries(one.entries.map(([key, inner]) => [key, cook(inner)]))
    let value: unknown = 1
    for (let n = 0; n < one.depth; n += 1) value = { value }
    return value
  }
  const [domain = '', action = ''] = name.split(':')
  const call = (
    window.strata as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>
    >
  )[domain]?.[action]
  const outcomeOf = async (recipe: unknown): Promise<string> => {
    if (call === undefined) return 'no such call'
    try {
      const answer = await call(cook(recipe as Cooked))
      return answer.ok ? 'ok' : (answer.error?.code ?? 'no code')
    } catch (error) {
      // What structured clone can't carry never leaves the page.
      return /clone|recursion|depth|serializ/i.test(String(error))
        ? 'not sendable'
        : `thrown: ${String(error)}`
    }
  }
  const outcomes: string[] = []
  for (const recipe of recipes) outcomes.push(await outcomeOf(recipe))
  return outcomes
}

/**
 * Go's path.Match, which Docker's `reference` filter uses: `*` any run without `/`, `?` one character but `/`,
 * `[a-z]` and `[^a-z]` classes, `\` takes the next character as it is. The whole name must match.
 * Undefined when the pattern is malformed (Go: ErrBadPattern).
 */
export function compilePathMatch(pattern: string): ((name: string) => boolean) | undefined {
  let source = ''
  let i = 0
  while (i < pattern.length) {
    const char = pattern[i] ?? ''
    if (char === '*') source += '[^/]*'
    else if (char === '?') source += '[^/]'
    else if (char === '[') {
      const group = readClass(pattern, i + 1)
      if (group === undefined) return undefined
      source += group.source
      i = group.next
      continue
    } else if (char === '\\') {
      i += 1
      const next = pattern[i]
      if (next === undefined) return undefined
      source += literal(next)
    } else source += literal(char)
    i += 1
  }
  // Runs of stars mean one: keeps matching linear.
  const compiled = new RegExp(`^(?:${source.replaceAll(/(?:\[\^\/\]\*)+/g, '[^/]*')})$`, 's')
  return (name) => compiled.test(name)
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
}

type ClassRead = { readonly source: string; readonly next: number }

/** Reads from after `[` to after `]`. Go: at least one range; `-` and `]` only escaped. */
function readClass(pattern: string, start: number): ClassRead | undefined {
  let i = start
  const negated = pattern[i] === '^'
  if (negated) i += 1
  let ranges = ''
  let count = 0
  while (pattern[i] !== ']' || count === 0) {
    const low = readMember(pattern, i)
    if (low === undefined) return undefined
    i = low.next
    let high = low
    if (pattern[i] === '-') {
      const read = readMember(pattern, i + 1)
      if (read === undefined) return undefined
      high = read
      i = read.next
    }
    // A range from high to low is legal in Go and matches nothing.
    if (low.char <= high.char) ranges += `${literal(low.char)}-${literal(high.char)}`
    count += 1
    if (i >= pattern.length) return undefined
  }
  const source = ranges === '' ? (negated ? '[^]' : '[]') : `[${negated ? '^' : ''}${ranges}]`
  return { source, next: i + 1 }
}

function readMember(
  pattern: string,
  at: number,
): { readonly char: string; readonly next: number } | undefined {
  const char = pattern[at]
  if (char === undefined || char === '-' || char === ']') return undefined
  if (char !== '\\') return { char, next: at + 1 }
  const escaped = pattern[at + 1]
  return escaped === undefined ? undefined : { char: escaped, next: at + 2 }
}

/** Escapes of RE2 with a letter, outside and inside of `[]` (golang.org/s/re2syntax). `\s` there is ASCII alone. */
const letters: Readonly<Record<string, string>> = {
  a: '\\x07',
  f: '\\f',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  v: '\\v',
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
}
const classes = new Set(['d', 's', 'w'])
const outside: Readonly<Record<string, string>> = { A: '^', z: '$', b: '\\b', B: '\\B' }

/**
 * A Go regular expression of the few forms that .dockerignore patterns turn into, as JavaScript's. Undefined where Go
 * would not compile it: a letter that is no escape (`\y`), a class without end, a range that runs backwards.
 */
export function goRegExp(source: string): RegExp | undefined {
  const chars = Array.from(source)
  let made = ''
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? ''
    if (char === '\\') {
      at += 1
      const escaped = escapeOutside(chars[at])
      if (escaped === undefined) return undefined
      made += escaped
    } else if (char === '[') {
      const set = classAt(chars, at)
      if (set === undefined) return undefined
      made += set.source
      at = set.end
    } else {
      made += char === ']' || char === '}' || char === '{' ? `\\${char}` : char
    }
  }
  try {
    return new RegExp(made, 'su')
  } catch {
    return undefined
  }
}

function escapeOutside(char: string | undefined): string | undefined {
  if (char === undefined) return undefined
  if (isPunctuation(char)) return literal(char)
  if (outside[char] !== undefined) return outside[char]
  const plain = letters[char.toLowerCase()]
  if (plain === undefined) return undefined
  if (classes.has(char)) return `[${plain}]`
  if (classes.has(char.toLowerCase())) return `[^${plain}]`
  return letters[char]
}

function classAt(
  chars: readonly string[],
  from: number,
): { readonly source: string; readonly end: number } | undefined {
  let at = from + 1
  let made = '['
  if (chars[at] === '^') {
    made += '^'
    at += 1
  }
  for (let first = true; first || chars[at] !== ']'; at += 1, first = false) {
    const char = chars[at]
    if (char === undefined) return undefined
    if (char !== '\\') {
      made += char === '-' ? '-' : literal(char)
      continue
    }
    at += 1
    const escaped = escapeInClass(chars[at])
    if (escaped === undefined) return undefined
    made += escaped
  }
  return { source: `${made}]`, end: at }
}

function escapeInClass(char: string | undefined): string | undefined {
  if (char === undefined) return undefined
  if (char === '-') return '\\-'
  return isPunctuation(char) ? literal(char) : letters[char]
}

/** Only ASCII that is neither letter nor digit may be escaped for itself. */
function isPunctuation(char: string): boolean {
  return /^[\0-/:-@[-`{-\x7f]$/.test(char)
}

function literal(char: string): string {
  return /[$()*+./?[\\\]^{|}]/.test(char) ? `\\${char}` : char
}

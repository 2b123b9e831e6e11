const quoted = /"((?:[^"\\]|\\.)*)"/gs
const list = /^\[\s*(?:"(?:[^"\\]|\\.)*"[\s,]*)*\]$/s

/** Builders record lists as Go prints them: `["sh" "-c" "a b"]`, or as JSON. Undefined when it is neither. */
export function goList(text: string): readonly string[] | undefined {
  if (!list.test(text)) return undefined
  return Array.from(text.matchAll(quoted), ([, inner = '']) => unquote(inner))
}

const simple: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** What stands between Go's quotes (go.dev/ref/spec, rune literals); an escape that is none stays as it is. */
export function unquote(inner: string): string {
  return inner.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs,
    (whole, x?: string, u?: string, wide?: string, octal?: string, char?: string) => {
      if (char !== undefined) return simple[char] ?? char
      const code = octal === undefined ? Number.parseInt(x ?? u ?? wide ?? '', 16) : Number.parseInt(octal, 8)
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** As a Dockerfile's exec form has it. */
export function jsonList(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
}

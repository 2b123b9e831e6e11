/** A command as it was typed, in the words that its program gets. */
export type SplitCommand =
  /** `signs`: characters outside quotes that only a shell would act on, each once, in the order of their coming. */
  | { readonly type: 'words'; readonly words: readonly string[]; readonly signs: readonly string[] }
  /** A quote that nothing closes, or a backslash at the very end. */
  | { readonly type: 'open'; readonly sign: string }

// The longest first. A backslash keeps a sign from being one, as quotes do.
const sign = /^(?:&&|\|\||>>|<<|\$\(|[|&;<>*?`$~#])/

/**
 * Splits as a POSIX shell splits words (XCU 2.2 quoting, 2.3 tokens), and does nothing else that a shell does: no
 * variables, patterns, pipes or redirections.
 */
export function splitCommand(text: string): SplitCommand {
  const words: string[] = []
  const signs = new Set<string>()
  let word: string | undefined
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
      continue
    }
    const piece = pieceAt(text, at)
    if (piece === undefined) return { type: 'open', sign: char }
    const found = piece.quoted ? undefined : sign.exec(text.slice(at, at + 2))?.[0]
    // `~` and `#` mean something at the begin of a word only.
    if (found !== undefined && (word === undefined || !/[~#]/.test(found))) signs.add(found)
    word = (word ?? '') + piece.text
    at = found === undefined ? piece.end : Math.max(piece.end, at + found.length)
    if (found !== undefined && found.length > 1) word += found.slice(1)
  }
  if (word !== undefined) words.push(word)
  return { type: 'words', words, signs: [...signs] }
}

type Piece = { readonly text: string; readonly end: number; readonly quoted: boolean }

/** A quoted part, an escaped character or a plain one; undefined when it has no end. */
function pieceAt(text: string, at: number): Piece | undefined {
  const char = text[at] ?? ''
  if (char === '\\') return at + 1 < text.length ? escaped(text, at) : undefined
  if (char === "'") {
    const end = text.indexOf("'", at + 1)
    return end === -1 ? undefined : { text: text.slice(at + 1, end), end: end + 1, quoted: true }
  }
  return char === '"' ? doubleQuoted(text, at) : { text: char, end: at + 1, quoted: false }
}

function escaped(text: string, at: number): Piece {
  const next = text[at + 1] ?? ''
  return { text: next === '\n' ? '' : next, end: at + 2, quoted: true }
}

/** Within them a backslash only escapes what would mean something there. */
function doubleQuoted(text: string, from: number): Piece | undefined {
  let inside = ''
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '"') return { text: inside, end: at + 1, quoted: true }
    const next = text[at + 1] ?? ''
    if (char === '\\' && /["\\$`\n]/.test(next)) {
      inside += next === '\n' ? '' : next
      at += 1
    } else inside += char
  }
  return undefined
}

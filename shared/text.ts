/**
 * Text of images, registries and engines is untrusted: it may hold escapes that drive terminals, controls that reorder
 * a line, or characters that nobody sees. Everything that leaves for a screen, the clipboard or a file passes here.
 */

// Invisible or reordering: soft hyphen, Arabic letter mark, Hangul fillers, Mongolian separators, zero-width and bidi
// marks, line and paragraph separators, word joiners, BOM, interlinear marks, tag characters (Unicode 15, DerivedCore).
const unseen =
  /[\u0080-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/u
const lone = /[\ud800-\udfff]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f]/u
const anyUnsafe = new RegExp(`${control.source}|${unseen.source}|${lone.source}`, 'gu')

export type HarmlessOptions = {
  /** Line feeds stay (CR LF becomes LF); otherwise they are shown as ␊. */
  readonly keepNewlines?: boolean
  /** Tabs stay; otherwise they are shown as ␉. */
  readonly keepTabs?: boolean
}

function symbolFor(char: string): string {
  const point = char.codePointAt(0) ?? 0
  if (point <= 0x1f) return String.fromCodePoint(0x2400 + point)
  if (point === 0x7f) return '\u2421'
  return `\u27e8U+${point.toString(16).toUpperCase().padStart(4, '0')}\u27e9`
}

/** The same text with every control, bidi, zero-width and lone surrogate shown: `␛[31m`, `⟨U+202E⟩`. */
export function harmless(text: string, options: HarmlessOptions = {}): string {
  const source = options.keepNewlines === true ? text.replaceAll('\r\n', '\n') : text
  return source.replace(anyUnsafe, (char) => {
    if (char === '\n' && options.keepNewlines === true) return char
    if (char === '\t' && options.keepTabs === true) return char
    return symbolFor(char)
  })
}

/** True when `harmless` would change nothing. */
export function isHarmless(text: string): boolean {
  return text.search(anyUnsafe) === -1
}

/** JSON text in which unsafe characters are `\uXXXX` escapes: it shows nothing harmful and still parses to the same. */
export function harmlessJson(json: string): string {
  return json.replace(anyUnsafe, (char) => {
    if (char === '\n') return char
    return Array.from({ length: char.length }, (_, i) => {
      return `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`
    }).join('')
  })
}

/**
 * Keeps a line of an exported log from being read as a command by a CI that prints it: `##vso[`, `##[` and `##teamcity[`
 * (anywhere in a line), `::name` (GitHub Actions, at its start).
 */
export function defuseCiCommands(text: string): string {
  return text.replaceAll(/##(?=(?:vso|teamcity)?\[)/gi, '# #').replaceAll(/^(\s*):(?=:[\w-])/gm, '$1: ')
}

/** A log or an error as the clipboard and files get it: lines and tabs stay, and nothing in it acts on whoever prints it. */
export function exportText(text: string): string {
  return defuseCiCommands(harmless(text, { keepNewlines: true, keepTabs: true }))
}

/** At most `max` characters, never half a surrogate pair, with an ellipsis when something was cut. */
export function ellipsis(text: string, max: number): string {
  if (text.length <= max) return text
  return `${cut(text, Math.max(0, max - 1))}…`
}

/** The first `max` UTF-16 units, one less where that would split a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import { cleanPath } from './cleanPath'
import { compilePattern } from './ignoreMatcher'

/** `text`: as moby/patternmatcher wants it: cleaned, slashes, without a leading one, `!` kept. `line` counts from 1. */
export type IgnorePattern = { readonly text: string; readonly line: number }

/**
 * The patterns of a .dockerignore (moby/patternmatcher, ignorefile/ignorefile.go).
 * @param file how to call it in an error
 * @throws AppFailure CONTEXT_IGNORE_INVALID
 */
export function readIgnorePatterns(content: string, file: string): readonly IgnorePattern[] {
  const lines = content.replace(/^\ufeff/, '').split('\n')
  return lines.flatMap((raw, index) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (line.startsWith('#')) return []
    const trimmed = trimSpace(line)
    if (trimmed === '') return []
    const pattern = { text: normalise(trimmed), line: index + 1 }
    if (!isGoodPattern(pattern.text)) {
      const params = { file, line: pattern.line, pattern: cut(harmless(line), 200) }
      throw new AppFailure(appError('CONTEXT_IGNORE_INVALID', params))
    }
    return [pattern]
  })
}

function normalise(trimmed: string): string {
  const invert = trimmed.startsWith('!')
  const bare = invert ? trimSpace(trimmed.slice(1)) : trimmed
  const clean = bare === '' ? '' : cleanPath(bare)
  const relative = clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean
  return invert ? `!${relative}` : relative
}

/** Go's strings.TrimSpace: JavaScript's trim also takes U+FEFF away and leaves U+0085. */
function trimSpace(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, (space) =>
    space.includes('\ufeff') ? trimmedAround(space) : '',
  )
}

function trimmedAround(space: string): string {
  return space.slice(space.indexOf('\ufeff'), space.lastIndexOf('\ufeff') + 1)
}

/** What Docker takes: good for Go's filepath.Match, and for its regular expressions. */
export function isGoodPattern(text: string): boolean {
  const pattern = text.startsWith('!') ? text.slice(1) : text
  return text !== '!' && isGoodForMatch(pattern) && compilePattern(pattern) !== undefined
}

/** Go's filepath.Match calls bad: an unclosed or empty `[`, a range without end, a last backslash. */
function isGoodForMatch(pattern: string): boolean {
  const chars = Array.from(pattern)
  let at = 0
  const member = (): boolean => {
    const char = chars[at]
    if (char === undefined || char === '-' || char === ']') return false
    if (char === '\\') at += 1
    at += 1
    return at < chars.length
  }
  while (at < chars.length) {
    const char = chars[at]
    at += 1
    if (char === '\\') {
      if (at >= chars.length) return false
      at += 1
    }
    if (char !== '[') continue
    if (chars[at] === '^') at += 1
    for (let members = 0; members === 0 || chars[at] !== ']'; members += 1) {
      if (!member()) return false
      if (chars[at] !== '-') continue
      at += 1
      if (!member()) return false
    }
    at += 1
  }
  return true
}

import { cleanPath } from './cleanPath'
import { goRegExp } from './goRegExp'

/**
 * Which patterns matched a folder: what is in it need not ask them again. Opaque outside of the matcher; undefined
 * above the context's top.
 */
export type MatchedSoFar = readonly boolean[]

export type Verdict = {
  readonly ignored: boolean
  /** Index of the pattern that had the last word. */
  readonly by?: number
  readonly matched: MatchedSoFar
}

export type IgnoreMatcher = {
  /** True when there is a `!` pattern, so that an ignored folder may hold things that are not. */
  readonly reincludes: boolean
  test(path: string, parent: MatchedSoFar | undefined): Verdict
  /** False when nothing below an ignored folder can come back. */
  mayReincludeBelow(folder: string): boolean
}

type Rule = {
  readonly negated: boolean
  readonly pattern: string
  readonly matches: (path: string) => boolean
}

/**
 * moby/patternmatcher (MatchesUsingParentResults), which BuildKit's client and the classic one both use. A port and not
 * @balena/dockerignore: that one looks each path up in a plain object, so that a file called `constructor` or `toString`
 * is never ignored; it follows the engine of 2020 in `**x`; and it can't tell which rule decided.
 * @param patterns good ones (isGoodPattern), as readIgnorePatterns or BuildKit gives them
 */
export function createIgnoreMatcher(patterns: readonly string[]): IgnoreMatcher {
  const rules = patterns.map(ruleOf)
  const reincluding = rules.filter((rule) => rule.negated)
  return {
    reincludes: reincluding.length > 0,
    test: (path, parent) => test(rules, path, parent),
    mayReincludeBelow: (folder) => reincluding.some(({ pattern }) => canMatchBelow(pattern, folder)),
  }
}

function test(rules: readonly Rule[], path: string, parent: MatchedSoFar | undefined): Verdict {
  const matched = rules.map(() => false)
  let ignored = false
  let by: number | undefined
  rules.forEach((rule, i) => {
    let match = parent?.[i] ?? false
    // A pattern that could change nothing is not asked; what lies below is judged by the same gap, as in Docker.
    if (!match && rule.negated === ignored) match = rule.matches(path)
    if (!match) return
    matched[i] = true
    ignored = !rule.negated
    by = i
  })
  return { ignored, matched, ...(by === undefined ? {} : { by }) }
}

function ruleOf(text: string): Rule {
  const clean = cleanPath(text.trim())
  const negated = clean.startsWith('!')
  const pattern = negated ? clean.slice(1) : clean
  return { negated, pattern, matches: compilePattern(pattern) ?? (() => false) }
}

/**
 * moby/patternmatcher, Pattern.compile and Pattern.match, with their quirks: `**x` matches any path that ends in `x`,
 * `\d` a digit, and a wildcard inside of `[]` still becomes what it becomes outside. Character by character as there,
 * since only then the same nonsense comes out for the same nonsense.
 * @returns undefined for what Go can't compile
 */
export function compilePattern(pattern: string): ((path: string) => boolean) | undefined {
  let source = '^'
  let type: 'exact' | 'prefix' | 'suffix' | 'regexp' = 'exact'
  const chars = Array.from(pattern)
  for (let at = 0, scanned = 0; at < chars.length; at += 1, scanned += 1) {
    const char = chars[at] ?? ''
    if (char === '*' && chars[at + 1] === '*') {
      at += chars[at + 2] === '/' ? 2 : 1
      const last = at + 1 >= chars.length
      source += last ? '.*' : '(.*/)?'
      type = last && type === 'exact' ? 'prefix' : 'regexp'
      if (scanned === 0) type = 'suffix'
    } else if (char === '*' || char === '?') {
      source += char === '*' ? '[^/]*' : '[^/]'
      type = 'regexp'
    } else if (char === '\\') {
      at += 1
      source += `\\${chars[at] ?? '\\'}`
      type = 'regexp'
    } else {
      source += /[.+()|{}$]/.test(char) ? `\\${char}` : char
      if (char === '[' || char === ']') type = 'regexp'
    }
  }
  if (type === 'exact') return (path) => path === pattern
  if (type === 'prefix') return (path) => path.startsWith(pattern.slice(0, -2))
  if (type === 'regexp') {
    const regexp = goRegExp(`${source}$`)
    return regexp === undefined ? undefined : (path) => regexp.test(path)
  }
  const suffix = pattern.slice(2)
  return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1))
}

/** Component by component, until a wildcard: then anything may be below. */
function canMatchBelow(pattern: string, folder: string): boolean {
  const parts = pattern.split('/')
  return folder.split('/').every((name, i) => {
    const before = parts.slice(0, i + 1)
    const part = before.at(-1)
    if (before.some((p) => /[*?[\\]/.test(p))) return true
    return i < parts.length && part === name
  })
}

import dockerignore from '@balena/dockerignore'
import { AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanPath } from '../../../main/build/context/cleanPath'
import { isGoodPattern, readIgnorePatterns } from '../../../main/build/context/ignoreFile'
import { createIgnoreMatcher } from '../../../main/build/context/ignoreMatcher'

/** As the walk does it: parents first, each told what its parent matched. */
function ignored(patterns: readonly string[], path: string): boolean {
  const matcher = createIgnoreMatcher(patterns)
  const parts = path.split('/')
  let verdict = matcher.test(parts[0] ?? '', undefined)
  for (let i = 1; i < parts.length; i += 1) {
    verdict = matcher.test(parts.slice(0, i + 1).join('/'), verdict.matched)
  }
  return verdict.ignored
}

const texts = (content: string): readonly string[] =>
  readIgnorePatterns(content, '.dockerignore').map(({ text }) => text)

test.each([
  ['a//b/./c/../d/', 'a/b/d'],
  ['../x', '../x'],
  ['/../x', '/x'],
  ['', '.'],
  ['./', '.'],
])('cleanPath(%j) is %j, as Go says', (path, clean) => {
  expect(cleanPath(path)).toBe(clean)
})

test('comments, blank lines, BOM, CRLF, spaces, leading slashes and ! are read as Docker reads them', () => {
  expect(readIgnorePatterns('\ufeff# a\r\n\r\n  /x/y/ \n! /keep \n #not a comment\n..\n/\n', 'f')).toEqual([
    { text: 'x/y', line: 3 },
    { text: '!keep', line: 4 },
    { text: '#not a comment', line: 5 },
    { text: '..', line: 6 },
    { text: '/', line: 7 },
  ])
})

test.each(['[', 'a[', '[]a]', '[a-]', '[-a]', '[a', '\\', 'x[b-', '!', '! ', '![', '\\y', '\\x', '[\\A]'])(
  'the bad pattern %j is refused with its line before anything is sent',
  (pattern) => {
    const read = () => readIgnorePatterns(`ok\n${pattern}`, '.dockerignore')
    expect(read).toThrow(AppFailure)
    try {
      read()
    } catch (error) {
      expect(error).toMatchObject({ error: { code: 'CONTEXT_IGNORE_INVALID', params: { line: 2 } } })
    }
  },
)

test.each(['[a]', '[^a-c]', '[\\]]', '\\[', 'a*b?', '**/x', '[a-c-e]'])('%j is a pattern', (pattern) => {
  expect(isGoodPattern(pattern)).toBe(pattern !== '[a-c-e]')
})

test('a re-include that matched a folder does not bring back what a rule for its inside drops (as buildx 0.29 does it)', () => {
  expect(ignored(texts('ab/*\n!*\n'), 'ab/a')).toBe(true)
  expect(ignored(texts('*/*\n!ab\n'), 'ab/a')).toBe(true)
})

describe('patterns against paths', () => {
  test.each<[string, string, boolean]>([
    ['*', 'a', true],
    ['*', 'a/b', true],
    ['*.md', 'a/b.md', false],
    ['**/*.md', 'b.md', true],
    ['**/*.md', 'a/b.md', true],
    ['**', 'a/b', true],
    ['a/**', 'a', false],
    ['a/**', 'a/b/c', true],
    ['**/x', 'x', true],
    ['**/x', 'yx', false],
    ['**x', 'yx', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\a', 'a', false],
    ['\\a', '\u0007', true],
    ['\\d', '7', true],
    ['[\\d]x', '7x', true],
    ['\\W', '-', true],
    ['a^*', 'a^b', false],
    ['a.b', 'axb', false],
    ['a+(b)|{c}$', 'a+(b)|{c}$', true],
    ['d', 'd/e/f', true],
    ['d/e', 'd/e/f', true],
    ['.', 'a', false],
    ['ab*/', 'abc', true],
    ['constructor', 'constructor', true],
    ['__proto__', '__proto__/x', true],
    ['toString', 'toString', true],
    ['ф*', 'файл', true],
    ['?', '😀', true],
  ])('%j and %j: %j', (pattern, path, expected) => {
    expect(ignored(texts(pattern), path)).toBe(expected)
  })

  test('the last rule wins, and what is below a folder follows it', () => {
    const rules = texts('*\n!src\nsrc/*.log\n!src/keep.log\n')
    expect(
      ['a', 'src', 'src/x', 'src/x.log', 'src/keep.log', 'src/d/x.log'].filter((p) => !ignored(rules, p)),
    ).toEqual(['src', 'src/x', 'src/keep.log', 'src/d/x.log'])
  })

  test('the rule that decided is named', () => {
    const matcher = createIgnoreMatcher(['a', 'b', '!b'])
    expect(matcher.test('a', undefined)).toMatchObject({ ignored: true, by: 0 })
    expect(matcher.test('b', undefined)).toMatchObject({ ignored: false, by: 2 })
  })
})

const name = fc.constantFrom('a', 'b', 'ab', 'c.md', 'd', 'x-y', 'a.b', 'ä')
const part = fc.oneof(name, fc.constantFrom('*', '?', 'a*', '*.md', '[ab]', '**'))
const pattern = fc
  .tuple(fc.constantFrom('', '', '!', '/'), fc.array(part, { minLength: 1, maxLength: 3 }))
  .map(([sign, parts]) => sign + parts.join('/'))
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

// With `!` they differ where buildx differs from it too: `ab/*`, `!*` drops ab/a in buildx (test/engine/build), not there.
test('property: without re-includes, the same verdict as @balena/dockerignore', () => {
  const excluding = pattern.filter((text) => !text.startsWith('!'))
  fc.assert(
    fc.property(fc.array(excluding, { minLength: 1, maxLength: 5 }), path, (patterns, file) => {
      const own = ignored(texts(patterns.join('\n')), file)
      const other = dockerignore({ ignorecase: false })
        .add([...patterns])
        .ignores(file)
      expect({ patterns, file, ignored: own }).toEqual({ patterns, file, ignored: other })
    }),
    { numRuns: Number(process.env.STRATA_FULL ? 20_000 : 3_000) },
  )
})

test('property: below a folder that may not hold anything re-included, nothing comes back', () => {
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), path, name, (patterns, folder, below) => {
      const rules = texts(patterns.join('\n'))
      if (!ignored(rules, folder) || createIgnoreMatcher(rules).mayReincludeBelow(folder)) return
      expect(ignored(rules, `${folder}/${below}`)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

import { compilePathMatch } from '@shared/domain/pathMatch'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

// From Go's own path/match_test.go; undefined = ErrBadPattern.
test.each([
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^b-d]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-]', '-', true],
  ['[x\\-]', 'z', false],
  ['[\\-x]', 'a', false],
  ['[]a]', ']', undefined],
  ['[-]', '-', undefined],
  ['[x-]', 'x', undefined],
  ['[-x]', 'x', undefined],
  ['\\', 'a', undefined],
  ['[a-b-c]', 'a', undefined],
  ['[', 'a', undefined],
  ['[^', 'a', undefined],
  ['[^bc', 'a', undefined],
  ['a[', 'ab', undefined],
  ['*x', 'xxx', true],
  ['localhost:5000/app*', 'localhost:5000/app1', true],
])('%s against %s', (pattern, name, result) => {
  expect(compilePathMatch(pattern)?.(name)).toBe(result)
})

test('no pattern throws, and plain text matches itself when escaped', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, name) => {
      compilePathMatch(pattern)?.(name)
      expect(compilePathMatch(name.replaceAll(/[\\*?[]/g, '\\$&'))?.(name)).toBe(true)
    }),
  )
})

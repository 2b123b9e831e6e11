import { cut, defuseCiCommands, ellipsis, harmless, harmlessJson, isHarmless } from '@shared/text'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

test.each([
  ['a\u001b[31mred', 'a␛[31mred'],
  ['\u001b]0;title\u0007', '␛]0;title␇'],
  ['evil\u202egnp.exe', 'evil⟨U+202E⟩gnp.exe'],
  ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
  ['c1\u009b31m', 'c1⟨U+009B⟩31m'],
  ['del\u007f', 'del␡'],
  ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
  ['half\ud83d', 'half⟨U+D83D⟩'],
  ['nul\u0000', 'nul␀'],
  ['two\r\nlines\tx', 'two␍␊lines␉x'],
  ['日本語 naïve 😀', '日本語 naïve 😀'],
])('shows %j as %j', (text, shown) => {
  expect(harmless(text)).toBe(shown)
})

test('keeps line feeds and tabs where asked, and no other control', () => {
  expect(harmless('a\r\nb\nc\td\re', { keepNewlines: true, keepTabs: true })).toBe('a\nb\nc\td␍e')
})

test('what it gives back is harmless, and harmless text is left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = harmless(text)
      expect(isHarmless(shown)).toBe(true)
      expect(harmless(shown)).toBe(shown)
    }),
  )
})

test('escaped JSON is harmless and parses to the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const json = harmlessJson(JSON.stringify(value, undefined, 1))
      expect(isHarmless(json.replaceAll('\n', ''))).toBe(true)
      expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(value))
    }),
  )
})

test('a CI that prints the text finds no command in it', () => {
  const text = 'x ##vso[task.setvariable variable=a]1\n##[group]y\n  ::set-output name=z::1\na::b'
  expect(defuseCiCommands(text)).toBe(
    'x # #vso[task.setvariable variable=a]1\n# #[group]y\n  : :set-output name=z::1\na::b',
  )
})

test('cutting never leaves half a character', () => {
  expect(cut('ab😀', 3)).toBe('ab')
  expect(cut('ab😀', 4)).toBe('ab😀')
  expect(ellipsis('abcdef', 4)).toBe('abc…')
  expect(ellipsis('abcd', 4)).toBe('abcd')
})

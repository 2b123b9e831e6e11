import type { LogLine } from '@shared/domain/build'
import {
  emptyReader,
  exportLog,
  flushLog,
  type LogReader,
  maxLineChars,
  readLog,
} from '@shared/domain/buildLog'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cpuTime } from '../../builders/cpuTime'

function read(...pieces: readonly string[]): readonly LogLine[] {
  let reader: LogReader = emptyReader
  const lines: LogLine[] = []
  for (const piece of pieces) {
    const next = readLog(reader, piece, 'stdout')
    reader = next.reader
    lines.push(...next.lines)
  }
  return [...lines, ...flushLog(reader, 'stdout')]
}

const texts = (...pieces: readonly string[]) => read(...pieces).map(({ text }) => text)

test.each<[string, string[]]>([
  ['a\nb\r\nc', ['a', 'b', 'c']],
  ['10%\r20%\r30%\n', ['30%']],
  ['done\r\r\n', ['done']],
  ['\n\n', ['', '']],
  ['a\u001b[2Jb\u001b[Kc', ['abc']],
  ['\u001b]0;title\u0007x', ['x']],
  ['\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\', ['link']],
  ['\u001b]52;c;aGk=\u0007x', ['x']],
  ['\u001bPq\u001b\\x\u001b(Bz', ['xz']],
  ['\u001b]never closed\nnext', ['␛]never closed', 'next']],
  ['bell\u0007 back\u0008 del\u007f', ['bell␇ back␈ del␡']],
  ['bidi\u202e c1\u009b', ['bidi⟨U+202E⟩ c1⟨U+009B⟩']],
  ['tab\there', ['tab\there']],
  ['\u001b[6n\u001bc', ['']],
])('%j reads as %j', (text, expected) => {
  expect(texts(text).filter((line, i) => line !== '' || expected[i] === '')).toEqual(
    expected.filter((l) => l !== '' || text.includes('\n')),
  )
})

test('colours are data, and end where they end', () => {
  expect(read('a\u001b[1;31mred\u001b[0mb\u001b[38;5;208mx\u001b[39;48;2;1;2;3my\nz\n')).toEqual([
    {
      text: 'aredbxy',
      stream: 'stdout',
      styles: [
        { from: 1, to: 4, bold: true, foreground: 1 },
        { from: 5, to: 6, foreground: 208 },
        { from: 6, to: 7, background: '#010203' },
      ],
    },
    { text: 'z', stream: 'stdout', styles: [{ from: 0, to: 1, background: '#010203' }] },
  ])
})

test('a line of 1 MB is cut, and says by how much', () => {
  const [line] = read('x'.repeat(600_000), 'y'.repeat(400_000))
  expect(line).toMatchObject({ cut: 1_000_000 - maxLineChars })
  expect(line?.text).toHaveLength(maxLineChars)
})

test('property: cut anywhere, the same lines', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom(
      '\n',
      '\r',
      '\r\n',
      '\u001b',
      '\u001b[',
      '\u001b[31',
      'm',
      '\u001b[0m',
      '\u001b]0;t',
      '\u0007',
      '\u001b\\',
      '\u001bP',
      '😀',
      ';',
      '[',
      '2J',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const whole = pieces.join('')
      expect(read(...pieces)).toEqual(read(whole))
      expect(read(...whole.split(''))).toEqual(read(whole))
    }),
    { numRuns: 2_000 },
  )
})

test('property: no line holds a control, an escape or a bidi mark', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      for (const line of texts(text))
        expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
    { numRuns: 2_000 },
  )
})

test('100,000 lines are read in well under a second', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `line ${i} \u001b[32mok\u001b[0m`).join('\n')
  const begin = cpuTime()
  expect(read(text)).toHaveLength(100_000)
  expect(cpuTime() - begin).toBeLessThan(3_000)
})

test('exported text gives no orders to a CI', () => {
  const lines = read('##vso[task.setvariable]x\n::set-output name=a::b\n  ::error::x\nplain ## [a]\n')
  const text = exportLog({ lines, dropped: 3, chars: 0 })
  expect(text).not.toMatch(/##vso\[|^\s*::/im)
  expect(text.split('\n')[0]).toContain('3')
})

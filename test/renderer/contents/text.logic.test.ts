import { describe, expect, it } from 'vitest'
import {
  readText,
  type TextLine,
  textStart,
  textWindow,
} from '../../../renderer/features/contents/viewer/text.logic'

const encoder = new TextEncoder()

/** As the view reads it: window by window. */
function readAll(bytes: Uint8Array, window: number): readonly TextLine[] {
  const lines: TextLine[] = []
  for (let at = textStart, isLast = false; !isLast; ) {
    const page = readText(at, bytes.subarray(at.from, at.from + window), bytes.length)
    lines.push(...page.lines)
    at = page.next
    isLast = page.isLast
  }
  return lines
}

describe('text by windows', () => {
  it.each([1, 2, 3, 7, 1_000])('reads the same lines with windows of %i bytes', (window) => {
    const text = 'one\ntwo äöü €\r\n\n𝄞 four\nlast without end'
    expect(readAll(encoder.encode(text), window)).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: 'two äöü €' },
      { number: 3, text: '' },
      { number: 4, text: '𝄞 four' },
      { number: 5, text: 'last without end' },
    ])
  })

  it('has no line after the last line end', () => {
    expect(readAll(encoder.encode('a\nb\n'), 10)).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ])
  })

  it('reads an empty file as no line', () => {
    expect(readAll(new Uint8Array(), 10)).toEqual([])
  })

  it('shows a line that is longer than a window in pieces with one number', () => {
    const text = '€'.repeat(textWindow)
    const lines = readAll(encoder.encode(`${text}\nend`), textWindow)
    expect(lines.filter((line) => line.number === 1)).toHaveLength(1)
    expect(lines.at(-1)).toEqual({ number: 2, text: 'end' })
    expect(
      lines
        .slice(0, -1)
        .map((line) => line.text)
        .join(''),
    ).toBe(text)
    expect(Math.max(...lines.map((line) => line.text.length))).toBeLessThanOrEqual(2_000)
  })

  it('keeps what is no UTF-8 as marks', () => {
    expect(readAll(Uint8Array.from([0x61, 0xff, 0x62]), 10)).toEqual([{ number: 1, text: 'a\ufffdb' }])
  })

  it('ends where the file is shorter than it was said to be', () => {
    const page = readText(textStart, new Uint8Array(), 100)
    expect(page).toMatchObject({ lines: [], isLast: true })
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLines, LineTooLong, lines, NotJson } from '../../../main/streams/lines'

async function* chunksOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test.each([
  { name: 'no bytes', chunks: [], expected: [] },
  { name: 'one line', chunks: ['a\n'], expected: ['a'] },
  { name: 'the last line without a newline', chunks: ['a\nb'], expected: ['a', 'b'] },
  { name: 'CRLF, split between the two', chunks: ['a\r', '\nb\r\n'], expected: ['a', 'b'] },
  { name: 'empty lines left out', chunks: ['\n\r\n\na\n\n'], expected: ['a'] },
  { name: 'a line over three chunks', chunks: ['a', 'b', 'c\nd\n'], expected: ['abc', 'd'] },
  { name: 'a newline alone in a chunk', chunks: ['a', '\n', 'b'], expected: ['a', 'b'] },
])('$name', async ({ chunks, expected }) => {
  expect(await all(lines(chunksOf(...chunks)))).toEqual(expected)
})

test('a character that is split over chunks stays whole', async () => {
  const bytes = Buffer.from('слой 🧱\n')
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte))
  expect(await all(lines(chunksOf(...single)))).toEqual(['слой 🧱'])
})

test('lines do not depend on where the chunks are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(40)), async (texts, cuts) => {
      const bytes = Buffer.from(texts.join('\n'))
      const chunks: Buffer[] = []
      let from = 0
      for (const cut of cuts) {
        chunks.push(bytes.subarray(from, from + cut))
        from += cut
      }
      chunks.push(bytes.subarray(from))
      const expected = texts
        .join('\n')
        .split('\n')
        .map((line) => line.replace(/\r$/, ''))
        .filter((line) => line !== '')
      expect(await all(lines(chunksOf(...chunks)))).toEqual(expected)
    }),
  )
})

test('a line over the cap ends the reading, also before its newline came', async () => {
  await expect(all(lines(chunksOf('12345\n'), { maxBytes: 4 }))).rejects.toThrow(LineTooLong)
  await expect(all(lines(chunksOf('123', '45'), { maxBytes: 4 }))).rejects.toThrow(LineTooLong)
  expect(await all(lines(chunksOf('1234\n12', '34\n'), { maxBytes: 4 }))).toEqual(['1234', '1234'])
})

test('JSON lines', async () => {
  expect(await all(jsonLines(chunksOf('{"a":1}\n[2', ']\n"x"')))).toEqual([{ a: 1 }, [2], 'x'])
})

test('half a JSON line is a break, after the whole ones were given', async () => {
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const item of jsonLines(chunksOf('{"a":1}\n{"b":'))) seen.push(item)
  })()
  await expect(reading).rejects.toThrow(NotJson)
  expect(seen).toEqual([{ a: 1 }])
})

test('the source is closed when the reader stops early', async () => {
  let closed = false
  async function* source() {
    try {
      while (true) yield Buffer.from('a\n')
    } finally {
      closed = true
    }
  }
  for await (const line of lines(source())) {
    expect(line).toBe('a')
    break
  }
  expect(closed).toBe(true)
})

import { describe, expect, it } from 'vitest'
import { FileReader, looksLikeText } from '../../../../main/contents/worker/fileBytes'
import { indexOfTar } from '../../../builders/layerIndex'
import { aFile, layerTar } from '../../../builders/layerTar'

const { signal } = new AbortController()

function layerWith(content: string) {
  const tar = layerTar([aFile('notes.txt', content)])
  let opened = 0
  const open = async () => {
    opened += 1
    const bytes = (async function* () {
      yield await Promise.resolve(tar)
    })()
    return await Promise.resolve({ index: indexOfTar(tar), blob: 'layer', bytes })
  }
  return { open, opened: () => opened }
}

describe('parts of a file', () => {
  it('come out of one reading of the layer', async () => {
    const files = new FileReader()
    const { open, opened } = layerWith('0123456789')
    const part = async (from: number, count: number) => {
      const { bytes } = await files.part('a', 10, 0, open, { from, count, signal })
      return Buffer.from(bytes).toString()
    }
    expect(await part(0, 4)).toBe('0123')
    expect(await part(4, 4)).toBe('4567')
    expect(await part(8, 4)).toBe('89')
    expect(await part(50, 4)).toBe('')
    expect(opened()).toBe(1)
  })

  it('of another file are read anew', async () => {
    const files = new FileReader()
    const first = layerWith('first')
    const second = layerWith('second')
    const all = { from: 0, count: 100, signal }
    await files.part('a', 5, 0, first.open, all)
    const { bytes, isText } = await files.part('b', 6, 0, second.open, all)
    expect(Buffer.from(bytes).toString()).toBe('second')
    expect(isText).toBe(true)
  })

  it('of a file that is too large to keep are read each time, and tell what it is', async () => {
    const files = new FileReader()
    const content = 'x'.repeat(20_000)
    const { open, opened } = layerWith(content)
    // As large as it says, whatever it is: only what is asked for is read.
    const part = async (from: number) =>
      await files.part('big', 99_999_999, 0, open, { from, count: 5, signal })
    expect(Buffer.from((await part(3)).bytes).toString()).toBe('xxxxx')
    expect(Buffer.from((await part(15_000)).bytes).toString()).toBe('xxxxx')
    expect(opened()).toBe(2)
  })
})

describe('text', () => {
  it.each([
    ['plain', Buffer.from('hello\n'), true],
    ['Russian and Chinese', Buffer.from('привет 你好'), true],
    ['a character that is cut at the end', Buffer.from('привет').subarray(0, 11), true],
    ['a few bytes of Latin-1', Buffer.from(`caf\u00e9 ${'x'.repeat(100)}`, 'latin1'), true],
    ['nothing', Buffer.alloc(0), true],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), false],
    ['random bytes', Buffer.from(Array.from({ length: 400 }, (_, i) => ((i * 73) % 255) | 0x80)), false],
  ])('%s', (_, bytes, isText) => {
    expect(looksLikeText(bytes)).toBe(isText)
  })
})

import { describe, expect, it } from 'vitest'
import { abortable } from '../../../main/streams/abortable'

const pieceBytes = 4_194_304

async function* pieces(count: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i += 1) yield Buffer.allocUnsafeSlow(pieceBytes)
}

describe('abortable', () => {
  it('gives what its source gives', async () => {
    const seen: number[] = []
    for await (const piece of abortable(pieces(3), new AbortController().signal)) seen.push(piece.length)
    expect(seen).toEqual([pieceBytes, pieceBytes, pieceBytes])
  })

  it('keeps nothing of what passed by', async () => {
    const before = process.memoryUsage().arrayBuffers
    let peak = 0
    for await (const _ of abortable(pieces(400), new AbortController().signal)) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
    }
    expect(peak).toBeLessThan(200 * pieceBytes)
  })

  it('ends a wait with the reason of the abort, and closes the source', async () => {
    const control = new AbortController()
    let isClosed = false
    let give: (() => void) | undefined
    const source = async function* () {
      try {
        yield 1
        await new Promise<void>((resolve) => {
          give = resolve
        })
        yield 2
      } finally {
        isClosed = true
      }
    }
    const seen: number[] = []
    const work = (async () => {
      for await (const number of abortable(source(), control.signal)) seen.push(number)
    })()
    await expect.poll(() => give).toBeDefined()
    control.abort(new Error('stop'))
    await expect(work).rejects.toThrow('stop')
    give?.()
    await expect.poll(() => isClosed).toBe(true)
    expect(seen).toEqual([1])
  })

  it('begins nothing after an abort', async () => {
    const work = (async () => {
      for await (const _ of abortable(pieces(1), AbortSignal.abort(new Error('stop'))))
        throw new Error('never')
    })()
    await expect(work).rejects.toThrow('stop')
  })

  it('passes the error of its source on', async () => {
    const source = async function* () {
      yield 1
      throw new RangeError('the source')
    }
    const work = (async () => {
      for await (const _ of abortable(source(), new AbortController().signal)) continue
    })()
    await expect(work).rejects.toThrow(RangeError)
  })
})

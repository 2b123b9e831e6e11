import { describe, expect, it } from 'vitest'
import { abortable } from '../../../main/streams/abortable'
import { byteQueue, StreamCut } from '../../../main/streams/byteQueue'
import { handoff } from '../../../main/streams/handoff'
import { inPieces } from '../archive/support'

describe('a handoff', () => {
  it('gives each value when the one before was used, and ends', async () => {
    const line = handoff<number>()
    const told: string[] = []
    const pushing = (async () => {
      for (const value of [1, 2, 3]) {
        await line.push(value)
        told.push(`pushed ${value}`)
      }
      line.end()
    })()
    for await (const value of line) told.push(`took ${value}`)
    await pushing
    expect(told).toEqual(['took 1', 'pushed 1', 'took 2', 'pushed 2', 'took 3', 'pushed 3'])
  })

  it('passes a failure on to who takes, and tells who pushes that nobody does', async () => {
    const failing = handoff<number>()
    failing.fail(new Error('broken'))
    await expect(failing[Symbol.asyncIterator]().next()).rejects.toThrow('broken')
    const left = handoff<number>()
    const pushing = left.push(1)
    for await (const _ of left) break
    await expect(pushing).rejects.toThrow('nobody')
    await expect(left.push(2)).rejects.toThrow('nobody')
  })
})

describe('portions of a stream', () => {
  it('are as long as was asked for, whatever the pieces', async () => {
    const bytes = Buffer.from('0123456789abcdef')
    for (const piece of [1, 3, 7, 100]) {
      const queue = byteQueue(inPieces(bytes, piece))
      expect((await queue.take(4))?.toString()).toBe('0123')
      const passed: string[] = []
      for await (const chunk of queue.pass(5)) passed.push(chunk.toString())
      expect(passed.join('')).toBe('45678')
      expect((await queue.take(0))?.length).toBe(0)
      expect((await queue.take(7))?.toString()).toBe('9abcdef')
      expect(await queue.take(1)).toBeUndefined()
    }
  })

  it('say when the stream ends in their middle', async () => {
    const queue = byteQueue(inPieces(Buffer.from('abc')))
    await expect(queue.take(4)).rejects.toThrow(StreamCut)
    const passing = byteQueue(inPieces(Buffer.from('abc'))).pass(4)
    await passing.next()
    await expect(passing.next()).rejects.toThrow(StreamCut)
  })
})

describe('an abort of a stream', () => {
  it('keeps nothing of what came before it', async () => {
    async function* large() {
      for (let at = 0; at < 800; at += 1) yield await Promise.resolve(Buffer.alloc(1_048_576, at))
    }
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    for await (const _ of abortable(large(), new AbortController().signal)) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(most).toBeLessThan(400 * 1_048_576)
  })

  it('comes through while nothing else does', async () => {
    const abort = new AbortController()
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
    const reading = abortable(silent, abort.signal).next()
    abort.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
    await expect(abortable(silent, abort.signal).next()).rejects.toThrow('enough')
  })
})

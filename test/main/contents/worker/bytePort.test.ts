import { MessageChannel } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { type ByteSource, receiveBytes, sendBytes } from '../../../../main/contents/worker/bytePort'

const never = new AbortController().signal

function between(source: ByteSource, signal = never): AsyncGenerator<Uint8Array, void> {
  const { port1, port2 } = new MessageChannel()
  sendBytes(port1, source, signal)
  return receiveBytes(port2, signal)
}

async function bytesOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('bytes between threads', () => {
  it('arrive whole and in order, pieces of a shared pool included', async () => {
    const sent = Array.from({ length: 500 }, (_, i) => Buffer.from(`${i},`.repeat(100)))
    const whole = Buffer.concat(sent)
    const got = await bytesOf(
      between(async function* () {
        for (const chunk of sent) yield await Promise.resolve(chunk)
      }),
    )
    expect(got.equals(whole)).toBe(true)
  })

  it('come in few pieces however small the chunks are, and do not wait for a source that says no more', async () => {
    const reader = between(async function* () {
      for (let i = 0; i < 10_000; i += 1) yield await Promise.resolve(Buffer.alloc(300, i))
      await new Promise(() => undefined)
    })
    let bytes = 0
    let pieces = 0
    while (bytes < 3_000_000) {
      const step = await reader.next()
      if (step.done === true) break
      bytes += step.value.length
      pieces += 1
    }
    expect(bytes).toBe(3_000_000)
    expect(pieces).toBeLessThan(1_000)
  })

  it('come in the same memory again where the reader gives it back, each good until the one after the next', async () => {
    const { port1, port2 } = new MessageChannel()
    const mib = 1_048_576
    sendBytes(
      port1,
      async function* () {
        for (let i = 0; i < 40; i += 1) yield await Promise.resolve(new Uint8Array(mib).fill(i + 1))
      },
      never,
    )
    let before: Uint8Array | undefined
    let count = 0
    for await (const chunk of receiveBytes(port2, never, { givesBack: true })) {
      count += 1
      expect(chunk.every((byte) => byte === count)).toBe(true)
      if (before !== undefined) expect(before[0]).toBe(count - 1)
      before = chunk
    }
    expect(count).toBe(40)
  })

  it('wait for a slow reader: no more than the window is under way', async () => {
    const mib = 1_048_576
    let given = 0
    const reader = between(async function* () {
      for (; given < 64; given += 1) yield await Promise.resolve(new Uint8Array(mib))
    })
    await reader.next()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(given).toBeLessThanOrEqual(10)
    expect((await bytesOf(reader)).length).toBe(63 * mib)
  })

  it('are not asked for before the reader wants them', async () => {
    let isOpen = false
    const { port1, port2 } = new MessageChannel()
    sendBytes(
      port1,
      async function* () {
        isOpen = true
        yield await Promise.resolve(new Uint8Array(1))
      },
      never,
    )
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(isOpen).toBe(false)
    expect(await bytesOf(receiveBytes(port2, never))).toHaveLength(1)
    expect(isOpen).toBe(true)
  })

  it('bring the failure of their source', async () => {
    const reader = between(async function* () {
      yield await Promise.resolve(new Uint8Array(10))
      throw new AppFailure(appError('STREAM_BROKEN'))
    })
    await expect(bytesOf(reader)).rejects.toMatchObject({ error: { code: 'STREAM_BROKEN' } })
  })

  it('end at the source when the reader leaves', async () => {
    let ended: () => void = () => undefined
    const over = new Promise<void>((resolve) => {
      ended = resolve
    })
    const reader = between(async function* (signal) {
      try {
        for (;;) {
          signal.throwIfAborted()
          yield await Promise.resolve(new Uint8Array(1_048_576))
        }
      } finally {
        ended()
      }
    })
    for await (const _ of reader) break
    await over
  })

  it('end on both sides on abort', async () => {
    const stop = new AbortController()
    const reader = between(async function* () {
      yield await Promise.resolve(new Uint8Array(5))
      await new Promise(() => undefined)
    }, stop.signal)
    await reader.next()
    const next = reader.next()
    stop.abort(new Error('given up'))
    await expect(next).rejects.toThrow('given up')
  })
})

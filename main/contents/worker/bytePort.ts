import type { MessagePort } from 'node:worker_threads'
import type { ByteSink } from '../../ports/byteSink'
import { pourInto } from '../../streams/pourInto'
import { type Failure, failureOf, thrown } from './failure'

/**
 * Bytes over a port between threads. The reader grants credit and the writer never sends much more than that, so that a fast
 * engine does not fill the memory; nothing is opened before the first byte is asked for. Memory goes to and fro where the
 * reader gives it back: in Electron new memory costs more than what is done with the bytes (docs/adr/014).
 */
type ToWriter =
  | { readonly type: 'credit'; readonly bytes: number; readonly spent: readonly ArrayBuffer[] }
  | { readonly type: 'stop' }
type ToReader =
  | { readonly type: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly failure: Failure }

/** Bytes under way at most, and how many are taken before the writer hears of it. */
const windowBytes = 8_388_608
const creditBytes = 1_048_576
/** So many small chunks go as one: a message costs as much as the copy of 100 kB. */
const pieceBytes = 1_048_576
/** A slow source is heard of that often. */
const patienceMs = 100

export type ByteSource = (signal: AbortSignal) => AsyncIterable<Uint8Array>
/** Resolves when the sink was given everything. */
export type BytePourer = (sink: ByteSink, signal: AbortSignal) => Promise<void>

/** Sends what `open` gives as it is asked for. Ends by itself: at the end, at a failure, when the reader stops, on abort. */
export function sendBytes(port: MessagePort, open: ByteSource, signal: AbortSignal): void {
  sendPoured(port, async (sink, stopped) => await pourInto(open(stopped), sink), signal)
}

/** The same for a source that pours. */
export function sendPoured(port: MessagePort, pour: BytePourer, signal: AbortSignal): void {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  let credit = 0
  let wake = () => {}
  let isSending = false
  const send = (message: ToReader, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const pieces = new Pieces((bytes) => {
    credit -= bytes.length
    send({ type: 'chunk', bytes }, [bytes.buffer])
  })
  const sink: ByteSink = {
    take: (bytes) => pieces.add(bytes),
    room: () => {
      if (either.aborted) throw either.reason
      if (credit > 0) return undefined
      return new Promise<void>((resolve, reject) => {
        wake = () => {
          if (either.aborted) reject(either.reason)
          else if (credit > 0) resolve()
        }
      })
    },
  }
  port.on('message', (message: ToWriter) => {
    if (message.type === 'stop') stop.abort(new DOMException('the reader stopped', 'AbortError'))
    else {
      credit += message.bytes
      pieces.takeBack(message.spent)
      if (!isSending) void run()
      isSending = true
    }
    wake()
  })
  port.once('close', () => stop.abort(new DOMException('the reader is gone', 'AbortError')))
  either.addEventListener('abort', () => wake(), { once: true })

  async function run(): Promise<void> {
    try {
      await pour(sink, either)
      either.throwIfAborted()
      pieces.flush()
      send({ type: 'end' })
    } catch (error) {
      pieces.flush()
      if (!stop.signal.aborted) send({ type: 'failed', failure: failureOf(error, signal) })
    } finally {
      pieces.drop()
      port.close()
    }
  }
}

/** Collects chunks. A full piece is sent at once, a part of one when it has waited. */
class Pieces {
  #piece: Uint8Array<ArrayBuffer> | undefined
  #filled = 0
  #timer: NodeJS.Timeout | undefined
  readonly #free: ArrayBuffer[] = []
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send
  }

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = (this.#piece ??= this.#begin())
      const taken = Math.min(chunk.length - at, pieceBytes - this.#filled)
      piece.set(chunk.subarray(at, at + taken), this.#filled)
      this.#filled += taken
      at += taken
      if (this.#filled === pieceBytes) this.flush()
    }
  }

  flush(): void {
    clearTimeout(this.#timer)
    const piece = this.#piece
    if (piece === undefined) return
    this.#piece = undefined
    // Little of a big buffer would hold all of it.
    const isLittle = this.#filled < pieceBytes / 2
    this.#send(isLittle ? piece.slice(0, this.#filled) : piece.subarray(0, this.#filled))
    if (isLittle) this.#free.push(piece.buffer)
    this.#filled = 0
  }

  takeBack(buffers: readonly ArrayBuffer[]): void {
    this.#free.push(...buffers)
  }

  drop(): void {
    clearTimeout(this.#timer)
    this.#free.length = 0
  }

  #begin(): Uint8Array<ArrayBuffer> {
    this.#timer = setTimeout(() => this.flush(), patienceMs)
    return new Uint8Array(this.#free.pop() ?? new ArrayBuffer(pieceBytes))
  }
}

/**
 * The other end: read once. Leaving the loop stops the writer. `givesBack`: a chunk is good only until the one after the next
 * is asked for, since its memory goes back to the writer.
 */
export async function* receiveBytes(
  port: MessagePort,
  signal: AbortSignal,
  { givesBack = false }: { readonly givesBack?: boolean } = {},
): AsyncGenerator<Uint8Array, void> {
  const held: ToReader[] = []
  let wake = () => {}
  port.on('message', (message: ToReader) => {
    held.push(message)
    wake()
  })
  port.once('close', () => wake())
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort, { once: true })
  const send = (message: ToWriter, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  let taken = 0
  let last: ArrayBuffer | undefined
  let spent: ArrayBuffer[] = []
  send({ type: 'credit', bytes: windowBytes, spent })
  try {
    for (;;) {
      signal.throwIfAborted()
      const next = held.shift()
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if (next.type === 'end') return
      if (next.type === 'failed') throw thrown(next.failure, signal)
      const { length, buffer } = next.bytes
      yield next.bytes
      taken += length
      if (last !== undefined) spent.push(last)
      last = givesBack && buffer.byteLength === pieceBytes ? buffer : undefined
      if (taken >= creditBytes) {
        send({ type: 'credit', bytes: taken, spent }, spent)
        taken = 0
        spent = []
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    send({ type: 'stop' })
    port.close()
  }
}

import type { MessagePort } from 'node:worker_threads'
import { type Failure, failureOf, thrown } from './failure'

/**
 * Bytes over a port between threads. The reader grants credit and the writer never sends more than that, so that a fast
 * engine does not fill the memory; nothing is opened before the first byte is asked for.
 */
type ToWriter = { readonly type: 'credit'; readonly bytes: number } | { readonly type: 'stop' }
type ToReader =
  | { readonly type: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly failure: Failure }

/** Bytes under way at most, and how many are taken before the writer hears of it. */
const windowBytes = 8_388_608
const creditBytes = 1_048_576

export type ByteSource = (signal: AbortSignal) => AsyncIterable<Uint8Array>

/** Sends what `open` gives as it is asked for. Ends by itself: at the end, at a failure, when the reader stops, on abort. */
export function sendBytes(port: MessagePort, open: ByteSource, signal: AbortSignal): void {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  let credit = 0
  let wake = () => {}
  let isSending = false
  const send = (message: ToReader, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const pieces = piecesOf((bytes) => {
    credit -= bytes.length
    send({ type: 'chunk', bytes }, [bytes.buffer])
  })
  port.on('message', (message: ToWriter) => {
    if (message.type === 'stop') stop.abort(new DOMException('the reader stopped', 'AbortError'))
    else {
      credit += message.bytes
      if (!isSending) void run()
      isSending = true
    }
    wake()
  })
  port.once('close', () => stop.abort(new DOMException('the reader is gone', 'AbortError')))
  either.addEventListener('abort', () => wake(), { once: true })

  async function run(): Promise<void> {
    try {
      for await (const chunk of open(either)) {
        for (let at = 0; at < chunk.length; ) {
          while (credit <= 0 && !either.aborted) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
          either.throwIfAborted()
          at += pieces.add(at === 0 ? chunk : chunk.subarray(at))
        }
      }
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

/** So many small chunks go as one: a message costs as much as the copy of 100 kB. */
const pieceBytes = 1_048_576
/** A slow source is heard of that often. */
const patienceMs = 100

type Pieces = {
  /** Takes a part of the chunk; how much of it. */
  add(chunk: Uint8Array): number
  flush(): void
  drop(): void
}

/** Collects chunks. A full piece is sent at once, a part of one when it has waited. */
function piecesOf(send: (bytes: Uint8Array<ArrayBuffer>) => void): Pieces {
  let piece: Uint8Array<ArrayBuffer> | undefined
  let filled = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    if (piece === undefined) return
    // Little of a big buffer would hold all of it.
    const bytes = filled < pieceBytes / 2 ? piece.slice(0, filled) : piece.subarray(0, filled)
    piece = undefined
    filled = 0
    send(bytes)
  }
  return {
    flush,
    drop: () => clearTimeout(timer),
    add(chunk) {
      const { buffer, byteLength } = chunk
      const isOwn = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength
      if (piece === undefined && isOwn && byteLength >= pieceBytes / 2) {
        send(new Uint8Array(buffer))
        return byteLength
      }
      if (piece === undefined) {
        piece = new Uint8Array(Buffer.allocUnsafeSlow(pieceBytes).buffer)
        timer = setTimeout(flush, patienceMs)
      }
      const taken = Math.min(byteLength, pieceBytes - filled)
      piece.set(taken === byteLength ? chunk : chunk.subarray(0, taken), filled)
      filled += taken
      if (filled === pieceBytes) flush()
      return taken
    },
  }
}

/** The other end: read once. Leaving the loop stops the writer. */
export async function* receiveBytes(
  port: MessagePort,
  signal: AbortSignal,
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
  const send = (message: ToWriter) => port.postMessage(message)
  let taken = 0
  send({ type: 'credit', bytes: windowBytes })
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
      yield next.bytes
      taken += next.bytes.length
      if (taken >= creditBytes) {
        send({ type: 'credit', bytes: taken })
        taken = 0
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    send({ type: 'stop' })
    port.close()
  }
}

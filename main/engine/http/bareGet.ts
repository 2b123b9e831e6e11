import type { OnReadOpts, Socket } from 'node:net'
import type { ByteSink } from '../../ports/byteSink'
import { AnswerCut } from './body'
import { type BodyFraming, BodyInvalid, BodyReader } from './bodyReader'

/** Makes a socket that reads into one buffer again and again. */
export type ConnectInto = (onread: OnReadOpts) => Socket

/** A success, read up to its headers. */
export type BareAnswer = {
  /** Resolves when the body has come to its orderly end. @throws AnswerCut, BodyInvalid, the socket's error, the signal's reason */
  pour(sink: ByteSink): Promise<void>
}

export type BareRequest = {
  /** With the API version and the query. */
  readonly path: string
  readonly hostHeader: string
  readonly signal: AbortSignal
}

const bufferBytes = 262_144
const maxHeadBytes = 65_536
const endOfHead = Buffer.from('\r\n\r\n')

/**
 * One GET whose body is gigabytes. Node's client makes new memory for every 64 kB that it reads and once more for every chunk
 * of the body, and in Electron new memory is dear: 900 MB cost it 4.7 s, and 0.9 s here (docs/adr/014). Only what is plain is
 * read: undefined for any other answer than a 200 in one of the three usual framings; ask again in the usual way.
 */
export async function bareGet(connect: ConnectInto, request: BareRequest): Promise<BareAnswer | undefined> {
  const { signal } = request
  signal.throwIfAborted()
  const run = new BareRun(connect, request)
  return await run.answer
}

class BareRun {
  readonly answer: Promise<BareAnswer | undefined>
  readonly #socket: Socket
  readonly #signal: AbortSignal
  readonly #abort = () => this.#fail(reasonOf(this.#signal))
  #head: Buffer | undefined = Buffer.alloc(0)
  #reader: BodyReader | undefined
  #rest = Buffer.alloc(0)
  #sink: ByteSink | undefined
  #failed: Error | undefined
  #answered: (answer: BareAnswer | undefined) => void = () => {}
  #over: { resolve: () => void; reject: (error: Error) => void } | undefined
  #refuse: (error: Error) => void = () => {}

  constructor(connect: ConnectInto, { path, hostHeader, signal }: BareRequest) {
    this.#signal = signal
    this.answer = new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#refuse = reject
    })
    const buffer = Buffer.allocUnsafeSlow(bufferBytes)
    this.#socket = connect({ buffer, callback: (count, into) => this.#read(into.subarray(0, count)) })
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('end', () => this.#closed())
    this.#socket.on('close', () => this.#closed())
    signal.addEventListener('abort', this.#abort, { once: true })
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostHeader}\r\nConnection: close\r\n\r\n`)
    this.#socket.resume()
  }

  /** False: no more until the socket is told to go on. */
  #read(bytes: Uint8Array): boolean {
    try {
      return this.#head === undefined ? this.#readBody(bytes) : this.#readHead(this.#head, bytes)
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)))
      return false
    }
  }

  #readHead(before: Buffer, bytes: Uint8Array): boolean {
    const head = Buffer.concat([before, bytes])
    const end = head.indexOf(endOfHead)
    if (end === -1 && head.length < maxHeadBytes) {
      this.#head = head
      return true
    }
    this.#head = undefined
    const framing = end === -1 ? undefined : framingOf(head.toString('latin1', 0, end))
    if (framing === undefined) {
      this.#end()
      this.#answered(undefined)
      return false
    }
    this.#reader = new BodyReader(framing)
    this.#rest = head.subarray(end + endOfHead.length)
    this.#answered({ pour: async (sink) => await this.#pour(sink) })
    return false
  }

  async #pour(sink: ByteSink): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed
    await new Promise<void>((resolve, reject) => {
      this.#over = { resolve, reject }
      this.#sink = sink
      if (this.#read(this.#rest)) this.#socket.resume()
    })
  }

  #readBody(bytes: Uint8Array): boolean {
    const sink = this.#sink
    const reader = this.#reader
    if (sink === undefined || reader === undefined) return false
    reader.read(bytes, (body) => sink.take(body))
    if (reader.isDone) {
      this.#end()
      this.#over?.resolve()
      return false
    }
    const room = sink.room()
    if (room === undefined) return true
    room.then(
      () => this.#socket.resume(),
      (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))),
    )
    return false
  }

  #closed(): void {
    if (this.#reader?.close() !== true) this.#fail(new AnswerCut())
    else if (this.#over !== undefined) {
      this.#end()
      this.#over.resolve()
    }
  }

  #fail(error: Error): void {
    if (this.#failed !== undefined) return
    this.#failed = error
    this.#end()
    this.#refuse(error)
    this.#over?.reject(error)
  }

  #end(): void {
    this.#signal.removeEventListener('abort', this.#abort)
    this.#socket.destroy()
  }
}

/** Undefined where the answer is not one for us. @throws BodyInvalid */
function framingOf(head: string): BodyFraming | undefined {
  const [first = '', ...lines] = head.split('\r\n')
  if (!/^HTTP\/1\.[01] 200(?: |$)/.test(first)) return undefined
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new BodyInvalid('a header without a name')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  if (headers.has('content-encoding')) return undefined
  const coding = headers.get('transfer-encoding')
  if (coding !== undefined) return coding.toLowerCase() === 'chunked' ? { type: 'chunked' } : undefined
  const length = headers.get('content-length')
  if (length === undefined) return { type: 'close' }
  return /^\d{1,15}$/.test(length) ? { type: 'length', bytes: Number(length) } : undefined
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}

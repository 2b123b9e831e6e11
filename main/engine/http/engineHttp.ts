import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { AppFailure, appError } from '@shared/errors'
import type { ByteSink } from '../../ports/byteSink'
import { pourInto } from '../../streams/pourInto'
import { failureOf, type Place, refusalOf, wordsOf } from '../engineErrors'
import type { Subject } from '../refusals'
import { AnswerCut, readBody } from './body'
import type { Query, Transport } from './transport'

export type EngineRequest = {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Without the API version: `/images/json`. Use `imagePath` for names. */
  readonly path: string
  readonly query?: Query
  readonly signal?: AbortSignal
  /** What the request is about, for the error's sentence. */
  readonly subject?: Subject
  /** On a socket of its own, not in the bounded pool. */
  readonly apart?: boolean
  /** With these or a body, on a socket of its own too. */
  readonly headers?: Readonly<Record<string, string>>
  /** Destroyed when the request is over, whatever its end. */
  readonly body?: Readable
  /** What an answer that is no success means, where this request knows better; undefined where it does not. */
  readonly refusal?: (answer: { readonly status: number; readonly words: string }) => AppFailure | undefined
}

type Running = {
  readonly signal: AbortSignal
  readonly explain: (error: unknown) => Error
  readonly end: () => void
}

export type OpenAnswer = {
  readonly chunks: AsyncIterable<Buffer>
  /** The abort's reason, or an AppFailure. */
  readonly explain: (error: unknown) => Error
  /** The answer came whole; false in its middle and when the connection broke. */
  readonly isWhole: () => boolean
  readonly end: () => void
}

/** A list of images with 20 MB of labels each is as much as anyone has seen; V8 strings end at 512 MiB. */
const maxBodyBytes = 400 * 1024 * 1024
const maxErrorBytes = 1024 * 1024
/** After this time without an answer the engine is asked whether it is alive. */
const slowMs = 5_000
const pingMs = 3_000

/**
 * Requests to one engine, each abortable, with failures as AppFailure. When one is slow the engine is pinged; one that
 * does not answer that either hangs, and everything is given up, the open event stream too, so that nothing waits for
 * ever and the session knows.
 */
export class EngineHttp {
  readonly #transport: Transport
  readonly #place: Place
  readonly #running = new Set<AbortController>()
  #version = ''
  #probing = false
  #over: AppFailure | undefined

  constructor(transport: Transport, place: Place) {
    this.#transport = transport
    this.#place = place
  }

  /** `1.41`: all requests from now on are made in that version of the API. */
  useVersion(version: string): void {
    this.#version = `/v${version}`
  }

  /** The parsed JSON of a success. */
  async json(request: EngineRequest): Promise<unknown> {
    const text = await this.text(request)
    try {
      return JSON.parse(text)
    } catch (error) {
      throw failureOf(error, this.#place)
    }
  }

  async text(request: EngineRequest): Promise<string> {
    return await this.#run(request, async (answer) => (await readBody(answer, maxBodyBytes)).toString('utf8'))
  }

  /** The headers of a success; the body is dropped. */
  async headers(request: EngineRequest): Promise<Readonly<Record<string, string>>> {
    return await this.#run(request, async (answer) => {
      await readBody(answer, maxErrorBytes)
      return Object.fromEntries(
        Object.entries(answer.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      )
    })
  }

  /**
   * A success whose body comes piece by piece, on a socket of its own. Resolves when the headers are there; the caller
   * must `end` it, and asks `explain` what a failure of the chunks means.
   */
  async open(request: EngineRequest): Promise<OpenAnswer> {
    const running = this.#begin(request.signal)
    try {
      const answer = await this.#succeed({ ...request, apart: true }, running)
      return {
        chunks: answer,
        explain: running.explain,
        isWhole: () => answer.complete,
        end() {
          running.end()
          answer.destroy()
        },
      }
    } catch (error) {
      running.end()
      throw running.explain(error)
    }
  }

  /** A success whose body is gigabytes, on a socket of its own. Resolves at its orderly end. */
  async pour(request: EngineRequest, sink: ByteSink): Promise<void> {
    const running = this.#begin(request.signal)
    try {
      const { path, query } = request
      const bare = await this.#watched(
        async () => await this.#transport.bare({ path: this.#version + path, query, signal: running.signal }),
      )
      if (bare !== undefined) {
        await bare.pour(sink)
        return
      }
      const answer = await this.#succeed({ ...request, apart: true }, running)
      await pourInto(answer, sink)
      if (!answer.complete) throw new AnswerCut()
    } catch (error) {
      throw running.explain(error)
    } finally {
      running.end()
    }
  }

  /** Gives up all requests, now and later. */
  close(
    reason: AppFailure = new AppFailure(
      appError('ENGINE_LOST', { host: this.#place.host }, { retryable: true }),
    ),
  ): void {
    if (this.#over !== undefined) return
    this.#over = reason
    for (const controller of this.#running) controller.abort(reason)
    this.#transport.close()
  }

  async #run<T>(request: EngineRequest, use: (answer: IncomingMessage) => Promise<T>): Promise<T> {
    const running = this.#begin(request.signal)
    try {
      return await use(await this.#succeed(request, running))
    } catch (error) {
      throw running.explain(error)
    } finally {
      running.end()
    }
  }

  async #succeed(request: EngineRequest, { signal }: Running): Promise<IncomingMessage> {
    const answer = await this.#dial(request, signal)
    const status = answer.statusCode ?? 0
    if (status >= 200 && status < 300) return answer
    throw await this.#refusal(answer, status, request)
  }

  /** Ties a request to the caller's signal and to the life of this connection. */
  #begin(signal: AbortSignal | undefined): Running {
    signal?.throwIfAborted()
    if (this.#over !== undefined) throw this.#over
    const controller = new AbortController()
    const abort = () => controller.abort(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    this.#running.add(controller)
    return {
      signal: controller.signal,
      // An abort mid-way looks like a broken socket (stack.md 2.2): the signal alone tells.
      explain: (error) => (controller.signal.aborted ? reasonOf(controller.signal) : this.#failure(error)),
      end: () => {
        this.#running.delete(controller)
        signal?.removeEventListener('abort', abort)
      },
    }
  }

  async #dial(request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = 'GET', path, query, apart, headers, body } = request
    const whole = this.#version + path
    return await this.#watched(
      async () => await this.#transport.dial({ method, path: whole, query, signal, apart, headers, body }),
    )
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    const slow = setInterval(() => this.#askIfAlive(), slowMs)
    try {
      return await work()
    } finally {
      clearInterval(slow)
    }
  }

  async #refusal(answer: IncomingMessage, status: number, request: EngineRequest): Promise<AppFailure> {
    const text = (await readBody(answer, maxErrorBytes)).toString('utf8')
    const contentType = answer.headers['content-type'] ?? ''
    const own = request.refusal?.({ status, words: wordsOf({ text }) })
    return own ?? refusalOf({ status, contentType, text }, this.#place, request.subject)
  }

  /** Once an engine has answered, one that can't be reached is one that was lost. */
  #failure(error: unknown): AppFailure {
    const failure = failureOf(error, this.#place)
    const { code, params, detail } = failure.error
    if (this.#version === '' || code !== 'ENGINE_UNREACHABLE') return failure
    return new AppFailure(appError('ENGINE_LOST', params, { detail, retryable: true }), error)
  }

  #askIfAlive(): void {
    if (this.#probing) return
    this.#probing = true
    void this.#ping().finally(() => {
      this.#probing = false
    })
  }

  async #ping(): Promise<void> {
    const limit = AbortSignal.timeout(pingMs)
    try {
      const answer = await this.#transport.dial({ method: 'GET', path: '/_ping', signal: limit, apart: true })
      await readBody(answer, maxErrorBytes)
    } catch (error) {
      this.close(limit.aborted ? this.#hung() : this.#failure(error))
    }
  }

  #hung(): AppFailure {
    const params = { host: this.#place.host, seconds: (slowMs + pingMs) / 1000 }
    return new AppFailure(appError('ENGINE_TIMEOUT', params, { retryable: true }))
  }
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}

/**
 * The path of an image by any of its names. The engine cleans paths by a redirect, so that `..` or `//` in a name would
 * ask for something else: such a name can't exist, and the answer is the engine's own.
 */
export function imagePath(image: string, rest = ''): string {
  const parts = image.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppFailure(appError('IMAGE_NOT_FOUND', { image: image.slice(0, 200) }))
  }
  return `/images/${parts.map(encodeURIComponent).join('/')}${rest}`
}

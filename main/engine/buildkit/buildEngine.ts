import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { BuildEvent, BuilderKind } from '@shared/domain/build'
import { AppFailure, appError } from '@shared/errors'
import { harmless } from '@shared/text'
import { z } from 'zod'
import type { BuildEngine, BuildRequest } from '../../ports/buildEngine'
import type { CredentialSource } from '../../ports/credentialSource'
import { buildMessages } from './answer'
import { buildQuery } from './buildQuery'
import { registryConfigHeader } from './classicAuth'
import { createBuildDecoder } from './decode'
import { type EngineAddress, requestApart, UpgradeRefused } from './engineHttp'
import { type BuildSession, openSession, sessionDialer } from './session'
import { stopperOf } from './stopper'

export type BuildEngineOptions = {
  readonly address: EngineAddress
  /** Negotiated, such as `1.51`. */
  readonly apiVersion: string
  readonly credentials?: CredentialSource
  /** Aborted when the engine was left or lost: builds end with its reason. */
  readonly lost?: AbortSignal
}

/** Builds over the Engine API. One socket for the build, one for the session, both gone at its end. */
export function createBuildEngine(options: BuildEngineOptions): BuildEngine {
  const { address, apiVersion, credentials, lost } = options
  const dial = sessionDialer(address, apiVersion)
  return {
    builder: async ({ signal }) => await builderOf(address, signal),
    async *build(request, asked) {
      const signal = lost === undefined ? asked.signal : AbortSignal.any([asked.signal, lost])
      signal.throwIfAborted()
      const buildId = randomUUID()
      // Ends with the build itself: a caller that walks away mid-stream leaves nothing running either.
      const ending = new AbortController()
      const stopper = stopperOf(
        address,
        apiVersion,
        request.builder === 'buildkit' ? buildId : undefined,
        ending,
      )
      const stop = () => stopper.stop(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      let session: BuildSession | undefined
      try {
        if (request.builder === 'buildkit') {
          session = await openSession(dial, servicesOf(request, credentials), {
            ending: ending.signal,
            stop: signal,
          })
        }
        const posted = { request, apiVersion, buildId, sessionId: session?.id, credentials }
        yield* events(await post(address, posted, ending.signal), request.builder)
      } catch (error) {
        // What we could not serve says why; that the engine gave the session up in the middle says nothing.
        const own = session?.failure()
        if (!signal.aborted) throw failureOf(own instanceof AppFailure ? own : error)
      } finally {
        signal.removeEventListener('abort', stop)
        stopper.over()
        ending.abort()
        session?.close()
      }
      signal.throwIfAborted()
      // An engine can report the end of a build that it could not ask us for everything.
      if (session?.failure() instanceof AppFailure) throw session.failure()
    },
  }
}

/** `Builder-Version` of a ping: `2` where BuildKit is the default (23.0 on); older engines have it since API 1.39. */
async function builderOf(address: EngineAddress, signal: AbortSignal): Promise<BuilderKind> {
  try {
    const answer = await requestApart(address, { method: 'GET', path: '/_ping', signal })
    answer.resume()
    // Windows engines have the classic builder alone, whatever their age.
    if (answer.headers['builder-version'] === '1' || answer.headers.ostype === 'windows') return 'classic'
    return 'buildkit'
  } catch (error) {
    throw signal.aborted ? signal.reason : failureOf(error)
  }
}

function servicesOf({ input, sent }: BuildRequest, credentials: CredentialSource | undefined) {
  const folders =
    input.type === 'folders'
      ? new Map([
          ['context', input.context],
          ['dockerfile', input.dockerfileFolder],
        ])
      : new Map<string, never>()
  let total = 0
  return {
    credentials,
    folders,
    sharedKey: input.type === 'folders' ? input.sharedKey : undefined,
    sent(bytes: number) {
      total += bytes
      sent?.(total)
    },
  }
}

type Posted = {
  readonly request: BuildRequest
  readonly apiVersion: string
  readonly buildId: string
  readonly sessionId: string | undefined
  readonly credentials: CredentialSource | undefined
}

async function post(
  address: EngineAddress,
  { request, apiVersion, buildId, sessionId, credentials }: Posted,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { input, builder, registries } = request
  const auth = builder === 'classic' ? await registryConfigHeader(credentials, registries, signal) : {}
  const answer = await requestApart(address, {
    method: 'POST',
    path: `/v${apiVersion}/build?${buildQuery(request, { sessionId, buildId })}`,
    headers: { 'Content-Type': 'application/x-tar', ...auth },
    ...(input.type === 'tar' ? { body: Readable.from(input.tar, { objectMode: false }) } : {}),
    signal,
  })
  if (answer.statusCode === 200) return answer
  throw new AppFailure(refusal(answer.statusCode ?? 0, await refusalText(answer)))
}

async function* events(
  answer: IncomingMessage,
  builder: BuilderKind,
): AsyncGenerator<readonly BuildEvent[], void> {
  const decode = createBuildDecoder(builder)
  for await (const message of buildMessages(answer)) {
    const decoded = decode(message)
    if (decoded.length > 0) yield decoded
  }
  if (!answer.complete) throw broken('the answer was cut off')
}

const refusalSchema = z.object({ message: z.string() })
const maxRefusalBytes = 65_536

async function refusalText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let held = 0
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue
    chunks.push(chunk)
    held += chunk.length
    if (held > maxRefusalBytes) break
  }
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return refusalSchema.parse(JSON.parse(text)).message
  } catch {
    return text
  }
}

function refusal(status: number, text: string) {
  const line = /dockerfile parse error (?:on )?line (\d+):?\s*(.*)/i.exec(text)
  const detail = harmless(text, { keepNewlines: true })
  if (line !== null) {
    const problem = harmless(line[2] ?? '').slice(0, 300)
    return appError(
      'BUILD_DOCKERFILE_INVALID',
      { file: 'Dockerfile', line: Number(line[1]), problem },
      { detail },
    )
  }
  return appError('ENGINE_ERROR', { status }, { detail, retryable: status >= 500 })
}

/** Whatever went wrong on the way to or from the engine, in our words; our own failures stay as they are. */
export function failureOf(error: unknown): unknown {
  if (error instanceof AppFailure) return error
  if (error instanceof UpgradeRefused) {
    return new AppFailure(
      appError('ENGINE_ERROR', { status: error.status }, { detail: error.message }),
      error,
    )
  }
  if (!(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  // It answered a moment ago, when the session connected: it is gone, whatever the socket says of why.
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'EACCES') {
    return new AppFailure(appError('ENGINE_LOST', {}, { detail: error.message, retryable: true }), error)
  }
  return broken(error.message, error)
}

function broken(detail: string, cause?: unknown): AppFailure {
  return new AppFailure(appError('STREAM_BROKEN', {}, { detail: harmless(detail), retryable: true }), cause)
}

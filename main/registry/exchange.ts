import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { AppFailure } from '@shared/errors'
import { readBody } from './body'
import { createDeadline, type Deadline } from './deadline'
import { connectionFailure, proxyFailure, registryFailure } from './failures'
import { type Guard, guardedLookup, guardLiteral, type Network } from './guard'
import type { HttpLimits } from './limits'
import { type Proxy, routeTo } from './proxy'
import { createPump, type Pump } from './pump'
import { openTunnel, proxyHeaders, secure } from './tunnel'

export type Exchange = {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Of the host's own address; of what a proxy connects to only where the URL names an address itself. */
  readonly guard?: Guard
  /** Bytes of the answer, where less than `limits.body` is wanted. */
  readonly bodyLimit?: number
}

type AnswerHead = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Who answered, after redirects. */
  readonly url: URL
  /** The IP address of who answered; undefined through a proxy. */
  readonly address?: string
}

export type HttpAnswer = AnswerHead & {
  readonly type: 'whole'
  /** Whole and decompressed; at most `limits.body`. */
  readonly body: Buffer
}

/** A 2xx answer whose body is still on its way, as the server sends it: read it or close it. */
export type HttpStream = AnswerHead & { readonly type: 'stream'; readonly body: Pump }

export type Exchanger = {
  /** One request, one answer of any status. Throws AppFailure REGISTRY_*; an abort rejects with the signal's reason. */
  readonly exchange: (request: Exchange) => Promise<HttpAnswer>
  /** The same, but for a 2xx answer its body comes as it comes. */
  readonly stream: (request: Exchange) => Promise<HttpAnswer | HttpStream>
  readonly close: () => void
}

export type ExchangerOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly limits: HttpLimits
  readonly network: Network
  /** PEM certificates of all trusted authorities; undefined for Node's own. */
  readonly ca?: readonly string[]
}

type Wire = ExchangerOptions & { readonly http: HttpAgent; readonly https: HttpsAgent }

export function createExchanger(options: ExchangerOptions): Exchanger {
  const { ca } = options
  const keepAlive = { keepAlive: true, maxSockets: 8, maxFreeSockets: 4, timeout: 30_000 }
  const wire: Wire = {
    ...options,
    http: new HttpAgent(keepAlive),
    https: new HttpsAgent({ ...keepAlive, ...(ca === undefined ? {} : { ca: [...ca] }) }),
  }
  return {
    exchange: async (request) => await exchange(request, wire),
    stream: async (request) => await stream(request, wire),
    close: () => {
      wire.http.destroy()
      wire.https.destroy()
    },
  }
}

async function exchange(wanted: Exchange, wire: Wire): Promise<HttpAnswer> {
  wanted.signal?.throwIfAborted()
  const deadline = createDeadline(wanted.url, wire.limits, wanted.signal)
  try {
    return await attempt(
      wanted,
      wire,
      deadline,
      async (begun) => await readWhole(begun, wanted, wire, deadline),
    )
  } catch (error) {
    throw failureOf(error, wanted.url, deadline)
  } finally {
    deadline.clear()
  }
}

async function stream(wanted: Exchange, wire: Wire): Promise<HttpAnswer | HttpStream> {
  wanted.signal?.throwIfAborted()
  const { url } = wanted
  const deadline = createDeadline(url, wire.limits, wanted.signal)
  try {
    const answer = await attempt(wanted, wire, deadline, async (begun) => {
      const { status } = begun.head
      if (status < 200 || status > 299) return await readWhole(begun, wanted, wire, deadline)
      deadline.endless()
      const failure = (error: unknown) => failureOf(error, url, deadline)
      const body = createPump({ ...begun, deadline, failure, movement: wire.limits.movement })
      return { ...begun.head, type: 'stream' as const, body }
    })
    if (answer.type === 'whole') deadline.clear()
    return answer
  } catch (error) {
    const failure = failureOf(error, url, deadline)
    deadline.clear()
    throw failure
  }
}

/** Whatever the socket says: where our time limit or the caller's abort broke it, that is why. */
function failureOf(error: unknown, url: URL, deadline: Deadline): unknown {
  return deadline.signal.aborted ? deadline.signal.reason : connectionFailure(url, error)
}

/** A kept connection may have been closed by the server meanwhile: then the request is sent once more, on a new one. */
async function attempt<T>(
  wanted: Exchange,
  wire: Wire,
  deadline: Deadline,
  use: (begun: Begun) => Promise<T>,
): Promise<T> {
  for (let again = false; ; again = true) {
    const opened = await open(wanted, wire, deadline.signal)
    const { request, proxy } = opened
    try {
      return await use(await begin(opened, wanted, deadline))
    } catch (error) {
      request.destroy()
      if (!again && !deadline.signal.aborted && request.reusedSocket && wasClosed(error)) continue
      if (proxy === undefined || error instanceof AppFailure) throw error
      throw proxyFailure(wanted.url, proxy, 'unreachable', error instanceof Error ? error.message : '')
    }
  }
}

function wasClosed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNRESET' || code === 'EPIPE'
}

type Opened = {
  readonly request: ClientRequest
  /** Set when the socket is the proxy's own, so that its failures are the proxy's. */
  readonly proxy?: Proxy
  /** The other end of the socket is the host itself. */
  readonly isDirect?: true
}

type Begun = {
  readonly request: ClientRequest
  readonly response: IncomingMessage
  readonly head: AnswerHead
}

async function open(wanted: Exchange, wire: Wire, signal: AbortSignal): Promise<Opened> {
  const { url, method, guard } = wanted
  const headers = { 'accept-encoding': 'gzip', ...wanted.headers }
  guardLiteral(url, guard)
  const isSecure = url.protocol === 'https:'
  const route = routeTo(url, wire.env)
  if (route.type === 'invalid') {
    const params = { proxy: route.variable, reason: 'invalid' }
    throw registryFailure('REGISTRY_PROXY_FAILED', url, { params })
  }
  if (route.type === 'direct') {
    const { network } = wire
    const lookup = guard === undefined ? network.lookup : guardedLookup(network, guard)
    const request = isSecure
      ? httpsRequest(url, { method, headers, lookup, agent: wire.https })
      : httpRequest(url, { method, headers, lookup, agent: wire.http })
    return { request, isDirect: true }
  }
  const { proxy } = route
  if (!isSecure && proxy.kind !== 'socks5') return { request: forward(wanted, headers, proxy, wire), proxy }
  const socket = await openTunnel(url, proxy, signal)
  const request = isSecure
    ? httpsRequest(url, { method, headers, createConnection: () => secure(socket, url, wire.ca) })
    : httpRequest(url, { method, headers, createConnection: () => socket })
  return { request }
}

/** Plain HTTP through an HTTP proxy: the proxy is asked for the whole URL (RFC 9112, 3.2.2). */
function forward(
  { url, method }: Exchange,
  headers: Readonly<Record<string, string>>,
  proxy: Proxy,
  wire: Wire,
): ClientRequest {
  const options = {
    method,
    host: proxy.host,
    port: proxy.port,
    path: url.href,
    headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
  }
  return proxy.kind === 'https'
    ? httpsRequest({ ...options, agent: wire.https })
    : httpRequest({ ...options, agent: wire.http })
}

async function readWhole(
  { response, request, head }: Begun,
  { url, bodyLimit }: Exchange,
  { limits }: Wire,
  deadline: Deadline,
): Promise<HttpAnswer> {
  deadline.enter('stall')
  const limit = Math.min(bodyLimit ?? limits.body, limits.body)
  try {
    const body = await readBody(response, url, limit, () => deadline.enter('stall'))
    return { ...head, type: 'whole', body }
  } catch (error) {
    request.destroy()
    throw error
  }
}

async function begin({ request, isDirect }: Opened, wanted: Exchange, deadline: Deadline): Promise<Begun> {
  const stop = (): void => {
    request.destroy()
  }
  deadline.signal.addEventListener('abort', stop, { once: true })
  request.once('close', () => deadline.signal.removeEventListener('abort', stop))
  const guard = isDirect === true ? wanted.guard : undefined
  const response = await answerTo(request, wanted, deadline, guard)
  const address = isDirect === true ? request.socket?.remoteAddress : undefined
  return {
    request,
    response,
    head: {
      status: response.statusCode ?? 0,
      headers: response.headers,
      url: wanted.url,
      ...(address === undefined ? {} : { address }),
    },
  }
}

async function answerTo(
  request: ClientRequest,
  wanted: Exchange,
  deadline: Deadline,
  guard: Guard | undefined,
): Promise<IncomingMessage> {
  return await new Promise<IncomingMessage>((resolve, reject) => {
    // Stays on to the end: a socket may break after the answer, and an unheard `error` would end the process.
    request.on('error', reject)
    request.once('response', resolve)
    request.once('socket', (socket: Socket) => {
      const connected = (): void => deadline.enter('firstByte')
      // Before a byte of the request is written.
      const look = (): void => {
        const failure = guard?.(socket.remoteAddress ?? '')
        if (failure !== undefined) request.destroy(failure)
      }
      if (!isConnecting(socket)) {
        look()
        connected()
      } else {
        socket.once('connect', look)
        socket.once(wanted.url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
      }
    })
    if (deadline.signal.aborted) request.destroy()
    request.end(wanted.body)
  })
}

function isConnecting(socket: Socket): boolean {
  return socket.connecting || ('secureConnecting' in socket && socket.secureConnecting === true)
}

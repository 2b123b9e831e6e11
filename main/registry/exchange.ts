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
import type { HttpLimits } from './limits'
import { type Proxy, routeTo } from './proxy'
import { openTunnel, proxyHeaders, secure } from './tunnel'

export type Exchange = {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

export type HttpAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Whole and decompressed; at most `limits.body`. */
  readonly body: Buffer
  /** Who answered, after redirects. */
  readonly url: URL
}

export type Exchanger = {
  /** One request, one answer of any status. Throws AppFailure REGISTRY_*; an abort rejects with the signal's reason. */
  readonly exchange: (request: Exchange) => Promise<HttpAnswer>
  readonly close: () => void
}

export type ExchangerOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly limits: HttpLimits
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
    return await attempt(wanted, wire, deadline)
  } catch (error) {
    // Whatever the socket says afterwards: it was our time limit or the caller's abort that broke it.
    deadline.throwIfPassed()
    throw connectionFailure(wanted.url, error)
  } finally {
    deadline.clear()
  }
}

/** A kept connection may have been closed by the server meanwhile: then the request is sent once more, on a new one. */
async function attempt(wanted: Exchange, wire: Wire, deadline: Deadline): Promise<HttpAnswer> {
  for (let again = false; ; again = true) {
    const { request, proxy } = await open(wanted, wire, deadline.signal)
    try {
      return await converse(request, wanted, wire.limits, deadline)
    } catch (error) {
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
}

async function open(wanted: Exchange, wire: Wire, signal: AbortSignal): Promise<Opened> {
  const { url, method } = wanted
  const headers = { ...wanted.headers, 'accept-encoding': 'gzip' }
  const isSecure = url.protocol === 'https:'
  const route = routeTo(url, wire.env)
  if (route.type === 'invalid') {
    const params = { proxy: route.variable, reason: 'invalid' }
    throw registryFailure('REGISTRY_PROXY_FAILED', url, { params })
  }
  if (route.type === 'direct') {
    const request = isSecure
      ? httpsRequest(url, { method, headers, agent: wire.https })
      : httpRequest(url, { method, headers, agent: wire.http })
    return { request }
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

async function converse(
  request: ClientRequest,
  wanted: Exchange,
  limits: HttpLimits,
  deadline: Deadline,
): Promise<HttpAnswer> {
  const stop = (): void => {
    request.destroy()
  }
  deadline.signal.addEventListener('abort', stop, { once: true })
  try {
    const response = await answerTo(request, wanted, deadline)
    deadline.enter('stall')
    const body = await readBody(response, wanted.url, limits.body, () => deadline.enter('stall'))
    return { status: response.statusCode ?? 0, headers: response.headers, body, url: wanted.url }
  } catch (error) {
    request.destroy()
    throw error
  } finally {
    deadline.signal.removeEventListener('abort', stop)
  }
}

async function answerTo(
  request: ClientRequest,
  wanted: Exchange,
  deadline: Deadline,
): Promise<IncomingMessage> {
  return await new Promise<IncomingMessage>((resolve, reject) => {
    // Stays on to the end: a socket may break after the answer, and an unheard `error` would end the process.
    request.on('error', reject)
    request.once('response', resolve)
    request.once('socket', (socket: Socket) => {
      const connected = (): void => deadline.enter('firstByte')
      if (!isConnecting(socket)) connected()
      else socket.once(wanted.url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    if (deadline.signal.aborted) request.destroy()
    request.end(wanted.body)
  })
}

function isConnecting(socket: Socket): boolean {
  return socket.connecting || ('secureConnecting' in socket && socket.secureConnecting === true)
}

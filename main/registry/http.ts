import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppFailure } from '@shared/errors'
import type { RegistryWaiting } from '../ports/registryClient'
import type { AddressKind } from './address'
import { createExchanger, type Exchange, type Exchanger, type HttpAnswer, type HttpStream } from './exchange'
import { registryFailure } from './failures'
import { type Guard, mayLead, type Network, systemNetwork } from './guard'
import { looksLikeHtml, parseJson } from './json'
import { defaultLimits, type HttpLimits } from './limits'
import { isLoopback } from './proxy'
import { headersFor, isRedirect, redirectTarget } from './redirect'
import { retryAfter } from './retryAfter'
import { rateLimited, statusFailure } from './statusFailure'

export type HttpRequest = Omit<Exchange, 'url' | 'headers' | 'method'> & {
  readonly method?: Exchange['method']
  readonly url: URL | string
  readonly headers?: Readonly<Record<string, string>>
  /** `refuse` for requests that carry credentials to a token realm (limits.md A25). */
  readonly redirects?: 'follow' | 'refuse'
  readonly onWait?: (waiting: RegistryWaiting) => void
}

type JsonAnswer = {
  readonly value: unknown
  readonly headers: IncomingHttpHeaders
  readonly url: URL
}

/** The one way from Strata to registries and Docker Hub. All methods throw AppFailure REGISTRY_*. */
export type Http = {
  /** Any final status but a redirect; 429 and 5xx only after the tries are used up. */
  readonly request: (request: HttpRequest) => Promise<HttpAnswer>
  /** The JSON of a 2xx answer; other statuses, web pages and what is no JSON are failures. */
  readonly json: (request: HttpRequest) => Promise<JsonAnswer>
  /** As `request`; a 2xx answer is a stream of its bytes as they are sent, with no limit but that they keep coming. */
  readonly stream: (request: HttpRequest) => Promise<HttpAnswer | HttpStream>
  /** What an answer's address leads to; where a proxy stands in between, the internet. */
  readonly kindOf: (answer: Pick<HttpAnswer, 'address'>) => AddressKind
  /** The failure of an answer that is no 2xx. */
  readonly refusal: (answer: HttpAnswer) => AppFailure
  readonly limits: HttpLimits
  readonly network: Network
  readonly close: () => void
}

export type HttpOptions = {
  readonly env: NodeJS.ProcessEnv
  /** `Strata/0.1.0` */
  readonly userAgent: string
  readonly limits?: Partial<HttpLimits>
  /** PEM; see systemCertificates. */
  readonly ca?: readonly string[]
  readonly now?: () => number
  readonly network?: Network
}

type Client = {
  readonly exchanger: Exchanger
  readonly limits: HttpLimits
  readonly userAgent: string
  readonly now: () => number
  readonly network: Network
  /** By origin: before this time (ms) it wants no request. */
  readonly closedUntil: Map<string, number>
}

export function createHttp(options: HttpOptions): Http {
  const { env, userAgent, limits, ca, now, network = systemNetwork } = options
  const allLimits = { ...defaultLimits, ...limits }
  const exchanger = createExchanger({ env, limits: allLimits, network, ...(ca === undefined ? {} : { ca }) })
  const client: Client = {
    exchanger,
    limits: allLimits,
    userAgent,
    now: now ?? Date.now,
    network,
    closedUntil: new Map(),
  }
  return {
    request: async (request) => await persist(request, client, exchanger.exchange),
    json: async (request) =>
      readJson(await persist(withJsonAccept(request), client, exchanger.exchange), client.now()),
    stream: async (request) => await persist(request, client, exchanger.stream),
    kindOf: (answer) => kindOfAnswer(answer, client),
    refusal: (answer) => statusFailure(answer, client.now()),
    limits: allLimits,
    network,
    close: exchanger.close,
  }
}

function kindOfAnswer({ address }: Pick<HttpAnswer, 'address'>, { network }: Client): AddressKind {
  return address === undefined ? 'public' : network.kindOf(address)
}

function withJsonAccept(request: HttpRequest): HttpRequest {
  return { ...request, headers: { accept: 'application/json', ...request.headers } }
}

function readJson(answer: HttpAnswer, now: number): JsonAnswer {
  const { status, headers, body, url } = answer
  if (status < 200 || status > 299) throw statusFailure(answer, now)
  if (looksLikeHtml(headers['content-type'], body)) throw registryFailure('REGISTRY_ANSWER_HTML', url)
  const parsed = parseJson(body)
  if (parsed.type === 'json') return { value: parsed.value, headers, url }
  throw registryFailure('REGISTRY_ANSWER_INVALID', url, { params: { reason: parsed.type } })
}

/** Repeats after 429 and 5xx, with pauses; a POST is never sent twice after a 5xx, which may have carried it out. */
async function persist<T extends HttpAnswer | HttpStream>(
  request: HttpRequest,
  client: Client,
  ask: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  const { limits } = client
  const url = new URL(request.url)
  await waitForOrigin(url, request, client)
  for (let tried = 1; ; tried += 1) {
    const answer = await follow(url, request, client, ask)
    const wait = pauseAfter(answer, request, tried, client)
    if (wait === undefined) return answer
    if (tried >= limits.tries || wait > limits.longestWait) return answer
    const reason = answer.status === 429 ? 'rateLimited' : 'serverError'
    await pause(wait, { reason, until: client.now() + wait, tried, tries: limits.tries }, request)
  }
}

/** ms; a server that asks for a day must not lock its user out until the app is restarted. */
const longestClosed = 300_000

/** ms until the same request makes sense again; undefined when this answer is final. */
function pauseAfter(
  answer: HttpAnswer | HttpStream,
  request: HttpRequest,
  tried: number,
  client: Client,
): number | undefined {
  const { limits, now, closedUntil } = client
  const backOff = limits.backOff * 2 ** (tried - 1)
  const told = retryAfter(answer.headers, now())
  if (answer.status === 429) {
    if (told !== undefined) closedUntil.set(answer.url.origin, now() + Math.min(told, longestClosed))
    return told ?? backOff * 2
  }
  const mayRepeat = request.method !== 'POST' && answer.status >= 500 && answer.status !== 501
  return mayRepeat ? Math.max(told ?? 0, backOff) : undefined
}

/** An origin that said 429 to one request is not asked by the next before its time. */
async function waitForOrigin(
  url: URL,
  request: HttpRequest,
  { closedUntil, now, limits }: Client,
): Promise<void> {
  const until = closedUntil.get(url.origin)
  if (until === undefined) return
  const wait = until - now()
  if (wait > limits.longestWait) throw rateLimited(url, wait)
  if (wait > 0) await pause(wait, { reason: 'rateLimited', until, tried: 0, tries: limits.tries }, request)
  else closedUntil.delete(url.origin)
}

async function pause(ms: number, waiting: RegistryWaiting, { onWait, signal }: HttpRequest): Promise<void> {
  onWait?.(waiting)
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

async function follow<T extends HttpAnswer | HttpStream>(
  start: URL,
  request: HttpRequest,
  client: Client,
  ask: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  const { method = 'GET', onWait: _, redirects: __, ...rest } = request
  let url = start
  let headers: Readonly<Record<string, string>> = { 'user-agent': client.userAgent, ...request.headers }
  let { guard } = request
  let from: AddressKind = 'public'
  for (let hops = 0; ; hops += 1) {
    const answer = await ask({ ...rest, method, url, headers, ...(guard === undefined ? {} : { guard }) })
    if (!isRedirect(answer.status)) return answer
    const refused =
      request.redirects === 'refuse' || method === 'POST'
        ? 'notAllowed'
        : hops >= client.limits.redirects
          ? 'tooMany'
          : undefined
    if (refused !== undefined) {
      throw registryFailure('REGISTRY_REDIRECT_REFUSED', url, { params: { reason: refused } })
    }
    const next = redirectTarget(url, answer.headers.location)
    headers = headersFor(headers, url, next)
    // Who was asked first sets the bounds for all that follow.
    if (hops === 0) from = kindOfAnswer(answer, client)
    guard = redirectGuard(from, url, next, client.network)
    url = next
  }
}

/**
 * A redirect leads to the internet, or to the kind of place where we have been asking anyway; never from the internet into
 * this machine or network. Without TLS it stays on this machine.
 */
function redirectGuard(from: AddressKind, url: URL, next: URL, { kindOf }: Network): Guard {
  const refuse = (reason: string) => registryFailure('REGISTRY_REDIRECT_REFUSED', url, { params: { reason } })
  const isPlain = next.protocol === 'http:'
  if (isPlain && !isLoopback(next)) throw refuse('insecure')
  return (address) => {
    const to = kindOf(address)
    return mayLead(from, to) && (!isPlain || to === 'loopback') ? undefined : refuse('address')
  }
}

import { AppFailure } from '@shared/errors'
import type { HttpAnswer, HttpStream } from '../exchange'
import { registryFailure } from '../failures'
import type { Guard } from '../guard'
import type { Http, HttpRequest } from '../http'
import { isLoopback } from '../proxy'
import { parseChallenges } from './challenge'
import { readRealm } from './realm'
import { anonymousToken, type Token } from './token'

export type RegistryRequest = Pick<HttpRequest, 'headers' | 'signal' | 'onWait'> & {
  readonly method?: 'GET' | 'HEAD'
  /** With the query: `/v2/library/redis/manifests/7`. */
  readonly path: string
  /** What the token is to be for: `repository:library/redis:pull`. */
  readonly scope: string
}

/** One registry, spoken to anonymously. Throws AppFailure REGISTRY_*; 401 is always a failure. */
export type RegistrySession = {
  readonly whole: (request: RegistryRequest) => Promise<HttpAnswer>
  readonly stream: (request: RegistryRequest) => Promise<HttpAnswer | HttpStream>
  readonly refusal: (answer: HttpAnswer) => AppFailure
  readonly limits: Http['limits']
  /** `https://localhost:5000`, for addresses of failures. */
  readonly url: URL
}

type Send<T> = (request: HttpRequest) => Promise<T>

/** `host`: as a reference's domain has it, without the special case of Docker Hub. */
export function createSession(http: Http, host: string): RegistrySession {
  const url = new URL(`https://${host}`)
  const place = createPlace(http, host)
  const tokens = new Map<string, Token>()
  const ask = async <T extends HttpAnswer | HttpStream>(
    request: RegistryRequest,
    send: Send<T>,
  ): Promise<T> => {
    const { scope } = request
    const first = await place.send(withToken(request, tokens.get(scope)), send)
    if (first.status !== 401 || first.type === 'stream') return first
    tokens.delete(scope)
    const token = await tokenFor(http, first, place.origin(), request)
    tokens.set(scope, token)
    const second = await place.send(withToken(request, token), send)
    if (second.status === 401 && second.type === 'whole') throw http.refusal(second)
    return second
  }
  return {
    whole: async (request) => await ask(request, http.request),
    stream: async (request) => await ask(request, http.stream),
    refusal: http.refusal,
    limits: http.limits,
    url,
  }
}

function withToken(request: RegistryRequest, token: Token | undefined): RegistryRequest {
  if (token === undefined || token.until <= Date.now()) return request
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token.token}` } }
}

async function tokenFor(
  http: Http,
  answer: HttpAnswer,
  origin: URL,
  { scope, signal, onWait }: RegistryRequest,
): Promise<Token> {
  const challenges = parseChallenges(answer.headers['www-authenticate'])
  const challenge = challenges.find(({ scheme }) => scheme === 'bearer')
  const text = challenge?.params.get('realm')
  // Where a redirect led to has no say in where we log in.
  if (challenge === undefined || text === undefined || answer.url.origin !== origin.origin) {
    throw http.refusal(answer)
  }
  const realm = readRealm(text, origin, http.kindOf(answer), http.network.kindOf)
  const options = { ...(signal === undefined ? {} : { signal }), ...(onWait === undefined ? {} : { onWait }) }
  return await anonymousToken(http, origin, realm, { challenge, scope }, options)
}

type Place = {
  readonly send: <T extends HttpAnswer | HttpStream>(request: RegistryRequest, send: Send<T>) => Promise<T>
  /** After the first answer. */
  readonly origin: () => URL
}

/**
 * https. On this machine docker falls back to http where nobody speaks TLS, and so do we; unlike docker we never take a
 * certificate that is not trusted.
 */
function createPlace(http: Http, host: string): Place {
  const url = new URL(`https://${host}`)
  const plain = new URL(`http://${host}`)
  let known: URL | undefined = isLoopback(url) ? undefined : url
  const onThisMachine: Guard = (address) =>
    http.network.kindOf(address) === 'loopback' ? undefined : registryFailure('REGISTRY_NOT_HTTPS', plain)
  const sendTo = async <T>(base: URL, request: RegistryRequest, send: Send<T>): Promise<T> => {
    const { path, scope: _, ...rest } = request
    const guard = base.protocol === 'http:' ? { guard: onThisMachine } : {}
    return await send({ ...rest, ...guard, url: new URL(path, base) })
  }
  const sendFirst = async <T>(request: RegistryRequest, send: Send<T>): Promise<T> => {
    try {
      const answer = await sendTo(url, request, send)
      known = url
      return answer
    } catch (error) {
      if (!speaksNoTls(error)) throw error
    }
    const answer = await sendTo(plain, request, send)
    known = plain
    return answer
  }
  return {
    send: async (request, send) =>
      known === undefined ? await sendFirst(request, send) : await sendTo(known, request, send),
    origin: () => known ?? url,
  }
}

/** Nobody there, or somebody who does not speak TLS; never a TLS that went wrong. */
function speaksNoTls(error: unknown): boolean {
  if (!(error instanceof AppFailure)) return false
  const { code, params } = error.error
  if (code === 'REGISTRY_TIMEOUT') return params.phase === 'connect'
  return code === 'REGISTRY_NOT_HTTPS' || code === 'REGISTRY_UNREACHABLE'
}

import type { AppFailure, Params } from '@shared/errors'
import type { HttpAnswer } from './exchange'
import { registryFailure } from './failures'
import { looksLikeHtml } from './json'
import { retryAfter } from './retryAfter'
import { wordsOf } from './words'

/** The failure that an answer other than 2xx stands for; the server's words are its detail. */
export function statusFailure(answer: HttpAnswer, now: number): AppFailure {
  const { status, url, body, headers } = answer
  const words = wordsOf(body)
  const detail = words === undefined ? {} : { detail: words }
  // A 403 or 451 made of a web page is a firewall, a login page or a country block; the UI says so by `page`.
  const params: Params = looksLikeHtml(headers['content-type'], body) ? { status, page: 1 } : { status }
  switch (status) {
    case 401:
      return registryFailure('REGISTRY_UNAUTHORIZED', url, { params, ...detail })
    case 403:
    case 451:
      return registryFailure('REGISTRY_FORBIDDEN', url, { params, ...detail })
    case 404:
      return registryFailure('REGISTRY_NOT_FOUND', url, { params, ...detail })
    case 407:
      return registryFailure('REGISTRY_PROXY_FAILED', url, { params: { reason: 'login' }, ...detail })
    case 429:
      return rateLimited(answer.url, retryAfter(headers, now), words)
    default:
      return registryFailure('REGISTRY_ERROR', url, {
        params,
        retryable: status >= 500,
        ...detail,
      })
  }
}

/** `wait` in ms, where the server told it. */
export function rateLimited(url: URL, wait: number | undefined, words?: string): AppFailure {
  return registryFailure('REGISTRY_RATE_LIMITED', url, {
    params: wait === undefined ? {} : { retryAfterSeconds: Math.ceil(wait / 1000) },
    retryable: true,
    ...(words === undefined ? {} : { detail: words }),
  })
}

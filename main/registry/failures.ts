import { type AppErrorCode, AppFailure, appError, type Params } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import type { Proxy } from './proxy'

/** `hub.docker.com`, `localhost:5000`: as a person would name it. */
function hostOf(url: URL): string {
  return cut(harmless(url.host), 255)
}

export function registryFailure(
  code: AppErrorCode,
  url: URL,
  more: { readonly params?: Params; readonly detail?: string; readonly retryable?: boolean } = {},
): AppFailure {
  const { params, detail, retryable } = more
  const error = appError(
    code,
    { host: hostOf(url), ...params },
    { retryable: retryable ?? false, ...(detail === undefined ? {} : { detail }) },
  )
  return new AppFailure(error)
}

export type Phase = 'connect' | 'firstByte' | 'stall' | 'total'

export function timeout(url: URL, phase: Phase, ms: number): AppFailure {
  return registryFailure('REGISTRY_TIMEOUT', url, { params: { phase, seconds: ms / 1000 }, retryable: true })
}

/** `proxy` in params is its address alone: the variable may hold a password. */
export function proxyFailure(url: URL, proxy: Proxy, reason: string, detail?: string): AppFailure {
  const params = { proxy: cut(harmless(`${proxy.host}:${proxy.port}`), 255), reason }
  return registryFailure('REGISTRY_PROXY_FAILED', url, {
    params,
    retryable: true,
    ...(detail === undefined ? {} : { detail }),
  })
}

/** Failures of sockets, TLS and Node's HTTP parser by their codes (nodejs.org/api/errors.html, tls.html). */
export function connectionFailure(url: URL, error: unknown): AppFailure {
  if (error instanceof AppFailure) return error
  const { code, message } = systemError(error)
  const detail = harmless(message)
  // The other side spoke plain HTTP to our TLS: what the engine calls "HTTP response to HTTPS client".
  if (
    code === 'EPROTO' ||
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'
  ) {
    return isPlainAnswer(code, message)
      ? registryFailure('REGISTRY_NOT_HTTPS', url, { detail })
      : registryFailure('REGISTRY_TLS', url, { params: { reason: 'protocol' }, detail })
  }
  const tls = tlsReason(code)
  if (tls !== undefined) return registryFailure('REGISTRY_TLS', url, { params: { reason: tls }, detail })
  if (code.startsWith('HPE_') || code.startsWith('Z_')) {
    return registryFailure('REGISTRY_ANSWER_INVALID', url, { params: { reason: 'protocol' }, detail })
  }
  return registryFailure('REGISTRY_UNREACHABLE', url, { params: { cause: code }, detail, retryable: true })
}

function isPlainAnswer(code: string, message: string): boolean {
  return (
    code !== 'EPROTO' ||
    /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|http[ _]request/i.test(message)
  )
}

function tlsReason(code: string): string | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'expired'
    case 'CERT_NOT_YET_VALID':
      return 'notYetValid'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'wrongHost'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_UNTRUSTED':
      return 'notTrusted'
    default:
      return /^(?:CERT_|ERR_TLS|ERR_SSL|CRL_|UNABLE_TO_)/.test(code) ? 'other' : undefined
  }
}

function systemError(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error) }
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  const message = error.message === '' && first instanceof Error ? first.message : error.message
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : 'unknown', message }
}

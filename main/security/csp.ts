import { randomBytes } from 'node:crypto'

/** 128 bits, new for each load of the page: a nonce that is ever reused is no nonce (CSP3, 7.1). */
export function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * What the page may do: run our own files, style itself, show our own images. Nothing inline and no eval; style
 * elements of libraries carry the nonce. No connections at all: the page talks through the preload.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

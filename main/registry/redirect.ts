import { registryFailure } from './failures'

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export function isRedirect(status: number): boolean {
  return redirects.has(status)
}

/**
 * Where a redirect leads. Throws AppFailure REGISTRY_REDIRECT_REFUSED {host, reason}: never from https to http, to
 * another kind of address (`file:`), or to one that carries a user name.
 */
export function redirectTarget(from: URL, location: string | undefined): URL {
  const refuse = (reason: string) =>
    registryFailure('REGISTRY_REDIRECT_REFUSED', from, { params: { reason } })
  if (location === undefined || !URL.canParse(location, from.href)) throw refuse('target')
  const to = new URL(location, from)
  if (to.protocol !== 'https:' && to.protocol !== 'http:') throw refuse('scheme')
  if (from.protocol === 'https:' && to.protocol === 'http:') throw refuse('downgrade')
  if (to.username !== '' || to.password !== '') throw refuse('credentials')
  to.hash = ''
  return to
}

const ofOneOrigin: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Credentials belong to the origin (scheme, host and port) that they were made for, and to no other. */
export function headersFor(
  headers: Readonly<Record<string, string>>,
  from: URL,
  to: URL,
): Readonly<Record<string, string>> {
  if (from.origin === to.origin) return headers
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneOrigin.has(name.toLowerCase())))
}

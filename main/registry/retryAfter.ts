import type { IncomingHttpHeaders } from 'node:http'

/**
 * ms to wait as an answer says it: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or Docker Hub's old
 * `X-Retry-After`, a Unix time. undefined where it says nothing that can be read.
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const standard = headers['retry-after']?.trim()
  if (standard !== undefined) {
    if (/^\d{1,9}$/.test(standard)) return Number(standard) * 1000
    const at = Date.parse(standard)
    return Number.isNaN(at) ? undefined : Math.max(0, at - now)
  }
  const own = headers['x-retry-after']
  if (typeof own !== 'string' || !/^\d{1,12}$/.test(own)) return undefined
  const value = Number(own)
  // A Unix time is beyond any pause that one could mean in seconds.
  return value > 1_000_000_000 ? Math.max(0, value * 1000 - now) : value * 1000
}

import { appError } from '@shared/errors'
import { err, ok, type Result } from '@shared/result'
import { ellipsis, harmless } from '@shared/text'
import { isLoopback } from './proxy'

export const defaultHubEndpoint = 'https://hub.docker.com'

/**
 * The address of Docker Hub or of a mirror of its API as a person types it: `https://hub.docker.com`,
 * `mirror.example.com/hub`. Errors: HUB_ENDPOINT_INVALID {endpoint, reason}: address, insecure (http is for this machine
 * only), credentials, query.
 */
export function parseHubEndpoint(text: string): Result<string> {
  const typed = text.trim()
  const whole = typed.includes('://') ? typed : `https://${typed}`
  const refuse = (reason: string) =>
    err(appError('HUB_ENDPOINT_INVALID', { endpoint: ellipsis(harmless(typed), 120), reason }))
  if (typed === '' || !URL.canParse(whole)) return refuse('address')
  const url = new URL(whole)
  // Not shown back: what stands before the @ may be a password.
  if (url.username !== '' || url.password !== '') {
    return err(appError('HUB_ENDPOINT_INVALID', { endpoint: harmless(url.host), reason: 'credentials' }))
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('address')
  if (url.protocol === 'http:' && !isLoopback(url)) return refuse('insecure')
  if (url.search !== '' || url.hash !== '') return refuse('query')
  return ok(url.origin + url.pathname.replace(/\/+$/, ''))
}

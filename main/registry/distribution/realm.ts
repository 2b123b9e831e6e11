import type { AppFailure } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import type { AddressKind } from '../address'
import { registryFailure } from '../failures'
import { type Guard, mayLead, type Network } from '../guard'
import { isLoopback } from '../proxy'

export type Realm = {
  readonly url: URL
  /** Looks at where the realm's name really leads. */
  readonly guard: Guard
  readonly refuse: (reason: string) => AppFailure
}

/**
 * Where a registry sends us for a token (limits.md A25). Throws AppFailure REGISTRY_REALM_REFUSED {host, realm, reason}:
 * target (no address), scheme, credentials (`user@`), downgrade (https to http), insecure (http beyond this machine),
 * address (into this machine or network, where the registry itself is not), redirect.
 */
export function readRealm(text: string, registry: URL, from: AddressKind, kindOf: Network['kindOf']): Realm {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const realm = url === undefined ? cut(harmless(text), 120) : cut(harmless(url.host), 255)
  const refuse = (reason: string) =>
    registryFailure('REGISTRY_REALM_REFUSED', registry, { params: { realm, reason } })
  if (url === undefined) throw refuse('target')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('scheme')
  if (url.username !== '' || url.password !== '') throw refuse('credentials')
  const isPlain = url.protocol === 'http:'
  if (isPlain && registry.protocol === 'https:') throw refuse('downgrade')
  if (isPlain && !isLoopback(url)) throw refuse('insecure')
  url.hash = ''
  const guard: Guard = (address) => {
    const to = kindOf(address)
    return mayLead(from, to) && (!isPlain || to === 'loopback') ? undefined : refuse('address')
  }
  return { url, guard, refuse }
}

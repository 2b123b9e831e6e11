import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { AppFailure } from '@shared/errors'
import { type AddressKind, addressKind } from './address'
import { bareHost } from './proxy'

/** How names become addresses, and what those lead to. */
export type Network = {
  readonly lookup: LookupFunction
  readonly kindOf: (address: string) => AddressKind
}

export const systemNetwork: Network = { lookup: systemLookup, kindOf: addressKind }

/**
 * Looks at an address before anything is sent to it: the failure that it means, or undefined. Asked about the addresses
 * that a name has just now and about the connection that is used, since a name may say one thing and then another.
 */
export type Guard = (address: string) => AppFailure | undefined

/** Where a place that was not typed by a person, but named by a server of `from`, may be: on the internet or beside it. */
export function mayLead(from: AddressKind, to: AddressKind): boolean {
  if (to === 'public') return true
  return to === from && to !== 'metadata' && to !== 'special'
}

/** Gives only addresses that the guard lets pass; fails with its word when none is left. */
export function guardedLookup({ lookup }: Network, guard: Guard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const all = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      const judged = error === null ? all.map((each) => ({ ...each, failure: guard(each.address) })) : []
      const open = judged.filter(({ failure }) => failure === undefined)
      const [first] = open
      if (first === undefined) callback(error ?? judged[0]?.failure ?? new Error('no address'), '', 0)
      else if (options.all === true)
        callback(
          null,
          open.map(({ address, family }) => ({ address, family })),
        )
      else callback(null, first.address, first.family)
    })
  }
}

/** A URL that names an address itself never asks for a lookup. */
export function guardLiteral(url: URL, guard: Guard | undefined): void {
  const host = bareHost(url)
  const failure = isIP(host) === 0 ? undefined : guard?.(host)
  if (failure !== undefined) throw failure
}

import { callNames, eventNames } from '@shared/channels'
import type { Calls, Events, StrataApi } from '@shared/contract'
import { createSubscriptions } from './subscriptions'

export type Transport = {
  readonly invoke: (channel: string, input: unknown) => Promise<unknown>
  readonly on: (channel: string, deliver: (payload: unknown) => void) => void
}

type Names<T extends Readonly<Record<string, readonly string[]>>> = { readonly [D in keyof T]: T[D][number] }
type Keys<T> = { readonly [D in keyof T]: keyof T[D] }
type Same<A, B> = [A, B] extends [B, A] ? true : never

/** The names that the preload knows are those of the contract: a missing or a spare one does not compile. */
type NamesAreWhole = [
  Same<Names<typeof callNames>, Keys<Calls>>,
  Same<Names<typeof eventNames>, Keys<Events>>,
]
const namesAreWhole: NamesAreWhole = [true, true]

/** Makes `window.strata`: one function a call, one subscription a event, each bound to its own channel. */
export function buildBridge(transport: Transport): StrataApi {
  const domains = new Map<string, Record<string, unknown>>()
  const domain = (name: string): Record<string, unknown> => {
    const known = domains.get(name) ?? {}
    domains.set(name, known)
    return known
  }
  for (const [name, actions] of Object.entries(callNames)) {
    for (const action of actions) {
      domain(name)[action] = (input?: unknown) => transport.invoke(`${name}:${action}`, input)
    }
  }
  for (const [name, kinds] of Object.entries(eventNames)) {
    for (const kind of kinds) {
      const subscriptions = createSubscriptions()
      transport.on(`${name}:${kind}`, subscriptions.deliver)
      domain(name)[`on${kind.charAt(0).toUpperCase()}${kind.slice(1)}`] = subscriptions.subscribe
    }
  }
  return asApi(Object.fromEntries(domains), namesAreWhole)
}

/** The one cast: an object built by looping over names has no type of its own; `NamesAreWhole` proved the names. */
function asApi(built: Readonly<Record<string, unknown>>, _proof: NamesAreWhole): StrataApi {
  return built as StrataApi
}

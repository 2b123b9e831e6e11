import type { CallDomain, CallOutput, CallParsed, Calls } from '@shared/contract'

export type CallContext = {
  /** Aborted when the page that asked is gone: closed, reloaded or crashed. */
  readonly signal: AbortSignal
}

type Handler<D extends CallDomain, A extends keyof Calls[D]> = (
  input: CallParsed<D, A>,
  context: CallContext,
) => CallOutput<D, A> | Promise<CallOutput<D, A>>

/** All of one domain: a call of the contract without its handler does not compile. */
export type DomainHandlers<D extends CallDomain> = { readonly [A in keyof Calls[D]]: Handler<D, A> }

export type Handlers = { readonly [D in CallDomain]: DomainHandlers<D> }

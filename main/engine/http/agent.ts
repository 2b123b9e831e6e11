import { Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'

/**
 * Sockets to one engine, whatever it is reached by: the HTTP library above never learns the address, so nothing in the
 * environment can send it elsewhere.
 */
export class EngineAgent extends Agent {
  readonly #connect: () => Duplex

  /** `maxSockets`: requests over it wait. `idleMs`: how long an unused socket is kept; 0 is not at all. */
  constructor(
    connect: () => Duplex,
    { maxSockets, idleMs }: { readonly maxSockets: number; readonly idleMs: number },
  ) {
    super(idleMs === 0 ? { maxSockets } : { keepAlive: true, maxSockets, timeout: idleMs })
    this.#connect = connect
  }

  override createConnection(): Duplex {
    return this.#connect()
  }

  /**
   * Node hands every request to its agent here (not documented, but what agent-base has relied on for ten years).
   * docker-modem follows redirects: to other hosts, and with a crash to a scheme it does not know. An engine never
   * redirects, so the address of one is taken away before docker-modem looks.
   */
  addRequest(request: ClientRequest, ...rest: readonly unknown[]): void {
    request.prependListener('response', (response: IncomingMessage) => {
      delete response.headers.location
    })
    const addRequest: unknown = Reflect.get(Agent.prototype, 'addRequest')
    if (typeof addRequest === 'function') Reflect.apply(addRequest, this, [request, ...rest])
  }

  /** docker-modem inspects all options of each request to any depth, even when nobody reads its debug log. */
  [inspect.custom](): string {
    return 'EngineAgent'
  }
}

import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream'
import type { ConnectInto } from '../http/bareGet'

/** How the engine is reached (main/engine/connection, dialerOf and hostHeaderOf). */
export type EngineAddress = {
  /** Makes a socket to it. */
  readonly connect: () => Duplex
  /** The same, reading into one buffer again and again; absent where it can't. */
  readonly connectInto?: ConnectInto | undefined
  /** What a server that is reached by name expects as `Host`. */
  readonly hostHeader?: string | undefined
}

export type EngineRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  /** With the API version and the query. */
  readonly path: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: Readable
  readonly signal: AbortSignal
}

/**
 * A request on a socket of its own: a build's upload and its answer last as long as the build, so the pool of the
 * short requests is left alone. Node's client and not docker-modem, which neither destroys the source of an aborted
 * upload nor takes headers with several values. Resolves when the answer's headers are there, whatever its status.
 */
export async function requestApart(
  address: EngineAddress,
  { method, path, headers, body, signal }: EngineRequest,
): Promise<IncomingMessage> {
  signal.throwIfAborted()
  return await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({
      agent: agentOf(address),
      method,
      path,
      headers: { Host: address.hostHeader ?? 'docker', ...headers },
      signal,
    })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    if (body === undefined) {
      outgoing.end()
      return
    }
    // The source's own failure (a file that can't be read) says more than the broken request that it causes.
    pipeline(body, outgoing, (error) => {
      if (error) reject(error)
    })
  })
}

/** Turns a request into a plain two-way socket (HTTP upgrade to h2c). */
export async function upgrade(
  address: EngineAddress,
  { path, headers, signal }: Pick<EngineRequest, 'path' | 'headers' | 'signal'>,
): Promise<Duplex> {
  signal.throwIfAborted()
  return await new Promise<Duplex>((resolve, reject) => {
    const outgoing = request({
      agent: agentOf(address),
      method: 'POST',
      path,
      headers: { Host: address.hostHeader ?? 'docker', ...headers, Connection: 'Upgrade', Upgrade: 'h2c' },
      signal,
    })
    outgoing.on('upgrade', (_answer, socket, head) => {
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    outgoing.on('response', (answer) => {
      answer.resume()
      reject(new UpgradeRefused(answer.statusCode ?? 0))
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

export class UpgradeRefused extends Error {
  constructor(readonly status: number) {
    super(`the engine answered ${status} instead of an upgrade`)
    this.name = 'UpgradeRefused'
  }
}

/** Resolves when a socket is gone, for whatever reason. */
export async function closed(socket: Duplex): Promise<void> {
  await new Promise<void>((resolve) => finished(socket, () => resolve()))
}

function agentOf({ connect }: EngineAddress): Agent {
  const agent = new Agent({ keepAlive: false })
  return Object.assign(agent, { createConnection: () => connect() })
}

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'

export type SeenRequest = {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly at: number
}

/** An HTTP server on a loopback port that writes down what it was asked. */
export type FakeServer = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly port: number
  readonly seen: readonly SeenRequest[]
  /** Connections that are open now. */
  readonly openSockets: () => number
  readonly close: () => Promise<void>
}

export type Reply = (request: IncomingMessage, response: ServerResponse) => void

export async function startServer(
  reply: Reply,
  tls?: { readonly key: string; readonly cert: string },
): Promise<FakeServer> {
  const seen: SeenRequest[] = []
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, at: Date.now() })
    response.on('error', () => undefined)
    reply(request, response)
  }
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
  return await listen(server, tls === undefined ? 'http' : 'https', seen)
}

/** Also for servers of raw sockets. */
export async function listen(
  server: Server,
  scheme: string,
  seen: readonly SeenRequest[] = [],
): Promise<FakeServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    port,
    seen,
    openSockets: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A socket of a test's own, in a folder that goes with it. */
export function socketPlace(): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'strata-sock-'))
  return { path: join(folder, 'd.sock'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export type FakeEngine = {
  /** `GET /v1.41/info?x=1`, in the order of arrival. */
  readonly requests: readonly string[]
  /** Open connections. */
  readonly sockets: ReadonlySet<Socket>
  /** Ends at once, as kill -9 does: all sockets are cut. */
  kill(): Promise<void>
}

/** An HTTP server on a unix socket that answers as it is told, for behaviour that no real engine shows on demand. */
export async function fakeEngine(path: string, handle: Handler): Promise<FakeEngine> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.on('error', () => {})
    handle(request, response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    requests,
    sockets,
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** A server that answers each connection with these bytes, whatever it is asked, and closes. */
export async function rawServer(path: string, bytes: string): Promise<{ readonly close: () => void }> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(bytes))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return { close: () => server.close() }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Api-Version': '1.51' })
  response.end(JSON.stringify(body))
}

/** Ping and info of a healthy engine, and an event stream that stays open; all else is up to the test. */
export function healthy(
  more: Handler = (_, response) => json(response, { message: 'page not found' }, 404),
): Handler {
  return (request, response) => {
    const path = request.url?.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    if (path === '/_ping') json(response, 'OK')
    else if (path === '/info') json(response, { ID: 'fake', ServerVersion: '28.5.2', OSType: 'linux' })
    else if (path === '/events')
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders()
    else more(request, response)
  }
}

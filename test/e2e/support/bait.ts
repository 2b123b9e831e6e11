import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Bait = {
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Every request or connection upgrade that came, as `METHOD path`. */
  readonly hits: readonly string[]
  readonly close: () => Promise<void>
}

/** A server that a page must never reach. It answers everything, so that only our own guards can fail a request. */
export async function openBait(): Promise<Bait> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`)
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' })
    response.end('<script>window.opener && (window.opener.pwned = true)</script>')
  })
  server.on('upgrade', (request, socket) => {
    hits.push(`UPGRADE ${request.url}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

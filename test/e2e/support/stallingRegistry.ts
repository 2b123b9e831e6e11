import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type StallingRegistry = {
  /** In the place of the registry's own. */
  readonly host: string
  /** Lets out what is held back, and holds nothing back any more. */
  readonly release: () => void
  readonly close: () => Promise<void>
}

/** Bytes of a blob that come before it stalls; smaller ones come whole. */
const before = 500_000

/** A registry that is another one, until it sends a large blob: of that, the end does not come. */
export async function stallingRegistry(host: string): Promise<StallingRegistry> {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const server = createServer((asked, answer) => {
    const [name = '', port] = host.split(':')
    const { url = '/', method = 'GET', headers } = asked
    const onward = request({ host: name, port, path: url, method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      let sent = 0
      reply.on('data', (piece: Buffer) => {
        const now = url.includes('/blobs/') ? piece.subarray(0, Math.max(0, before - sent)) : piece
        sent += now.length
        answer.write(now)
        if (now.length === piece.length) return
        reply.pause()
        void released.then(() => {
          sent = Number.NEGATIVE_INFINITY
          answer.write(piece.subarray(now.length))
          reply.resume()
        })
      })
      reply.on('end', () => answer.end())
      reply.on('error', () => answer.destroy())
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `localhost:${port}`,
    release,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

import { connect, createServer } from 'node:net'

const requestLine = /^(GET|HEAD|POST|PUT|DELETE) (\S+) HTTP\/1\.1\r\n/

/**
 * A socket in front of an engine that counts requests. Each request of the app starts in a chunk of its own
 * (small, no pipelining), so the start of a chunk tells.
 * @param {string} target the engine's socket
 * @param {string} path where to listen
 */
export async function countingProxy(target, path) {
  /** @type {string[]} */
  const requests = []
  const sockets = new Set()
  const server = createServer((client) => {
    const engine = connect(target)
    for (const socket of [client, engine]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        engine.destroy()
      })
    }
    client.on('data', (chunk) => {
      const match = requestLine.exec(chunk.toString('latin1', 0, 2048))
      if (match) requests.push(`${match[1]} ${match[2]}`)
    })
    client.pipe(engine)
    engine.pipe(client)
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve(undefined))
  })
  return {
    host: `unix://${path}`,
    /** Requests since the last call. */
    take: () => requests.splice(0),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve(undefined)))
    },
  }
}

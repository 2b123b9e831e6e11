import { createServer, request as httpRequest } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { type FakeServer, listen, type SeenRequest } from './server'

// Whatever name is asked for, these proxies find it on this machine: `other.test:PORT` is `127.0.0.1:PORT`.

/** An HTTP proxy that forwards plain requests and tunnels CONNECT; with `login`, only for who sends it (user:password). */
export async function startHttpProxy(login?: string): Promise<FakeServer> {
  const seen: SeenRequest[] = []
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, at: Date.now() })
    if (wanted !== undefined && headers['proxy-authorization'] !== wanted) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' })
      response.end()
      return
    }
    const { 'proxy-authorization': _, ...passed } = headers
    const { port, pathname, search } = new URL(url)
    const to = { host: '127.0.0.1', port, path: pathname + search, method, headers: passed }
    const onward = httpRequest(to, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    onward.end()
  })
  server.on('connect', (request, socket: Socket, head) => {
    const { url = '', headers } = request
    seen.push({ method: 'CONNECT', url, headers, at: Date.now() })
    socket.on('error', () => undefined)
    if (wanted !== undefined && headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    tunnel(socket, Number(url.split(':').at(-1)), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
    })
  })
  return await listen(server, 'http', seen)
}

/** SOCKS5 with names resolved here; `seen[].url` is `host:port`. */
export async function startSocksProxy(login?: {
  readonly username: string
  readonly password: string
}): Promise<FakeServer> {
  const seen: SeenRequest[] = []
  const server = createTcpServer((socket) => {
    void serveSocks(socket, login, (url) => seen.push({ method: 'SOCKS', url, headers: {}, at: Date.now() }))
  })
  return await listen(server, 'socks5', seen)
}

async function serveSocks(
  socket: Socket,
  login: { readonly username: string; readonly password: string } | undefined,
  onTarget: (target: string) => void,
): Promise<void> {
  const [, methodCount = 0] = await take(socket, 2)
  const methods = await take(socket, methodCount)
  const method = login === undefined ? 0 : 2
  if (!methods.includes(method)) {
    socket.end(Buffer.from([5, 0xff]))
    return
  }
  socket.write(Buffer.from([5, method]))
  if (login !== undefined) {
    const [, userLength = 0] = await take(socket, 2)
    const username = (await take(socket, userLength)).toString()
    const [passwordLength = 0] = await take(socket, 1)
    const password = (await take(socket, passwordLength)).toString()
    const isRight = username === login.username && password === login.password
    socket.write(Buffer.from([1, isRight ? 0 : 1]))
    if (!isRight) return
  }
  const [, , , kind] = await take(socket, 4)
  const [length = 0] = kind === 1 ? [4] : await take(socket, 1)
  const address = await take(socket, length)
  const host = kind === 1 ? address.join('.') : address.toString()
  const port = (await take(socket, 2)).readUInt16BE()
  onTarget(`${host}:${port}`)
  tunnel(socket, port, () => socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80])))
}

function tunnel(socket: Socket, port: number, onOpen: () => void): void {
  const onward = connect({ host: '127.0.0.1', port }, () => {
    onOpen()
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('close', () => onward.destroy())
  socket.on('error', () => onward.destroy())
}

async function take(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const bytes: unknown = socket.read(count)
    if (Buffer.isBuffer(bytes)) return bytes
    await new Promise((resolve) => socket.once('readable', resolve))
  }
}

import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'

const version = 5
const noLogin = 0
const passwordLogin = 2
const refusals: ReadonlyMap<number, string> = new Map([
  [2, 'refused'],
  [3, 'unreachable'],
  [4, 'unreachable'],
  [5, 'unreachable'],
])

/**
 * Asks a SOCKS5 proxy for a connection (RFC 1928, RFC 1929). Names are resolved by the proxy, as Go does it. Returns why
 * it refused, or undefined once the socket is connected through. Throws what the socket throws.
 */
export async function socksHandshake(
  socket: Socket,
  host: string,
  port: number,
  credentials?: { readonly username: string; readonly password: string },
): Promise<string | undefined> {
  if (socket.connecting) await once(socket, 'connect')
  const methods = credentials === undefined ? [noLogin] : [noLogin, passwordLogin]
  socket.write(Buffer.from([version, methods.length, ...methods]))
  const [answeredVersion, method] = await readBytes(socket, 2)
  if (answeredVersion !== version) return 'notSocks'
  if (method === passwordLogin && credentials !== undefined) {
    socket.write(
      Buffer.concat([Buffer.from([1]), counted(credentials.username), counted(credentials.password)]),
    )
    if ((await readBytes(socket, 2))[1] !== 0) return 'login'
  } else if (method !== noLogin) return 'login'
  const target = Buffer.from([port >> 8, port & 0xff])
  socket.write(Buffer.concat([Buffer.from([version, 1, 0]), addressOf(host), target]))
  const head = await readBytes(socket, 4)
  if (head[0] !== version) return 'notSocks'
  if (head[1] !== 0) return refusals.get(head[1] ?? 0) ?? 'refused'
  // The bound address says nothing to us, but must be read off.
  const rest = head[3] === 1 ? 4 : head[3] === 4 ? 16 : ((await readBytes(socket, 1))[0] ?? 0)
  await readBytes(socket, rest + 2)
  return undefined
}

function addressOf(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from([1, ...host.split('.').map(Number)])
  // An IPv6 address goes as text: proxies take it as a name that is an address.
  return Buffer.concat([Buffer.from([3]), counted(host)])
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').subarray(0, 255)
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

/** Exactly so many bytes; what follows stays in the socket for TLS. */
async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const bytes: unknown = socket.read(count)
    if (Buffer.isBuffer(bytes) && bytes.length === count) return bytes
    if (socket.readableEnded || socket.destroyed) throw new Error('the proxy closed the connection')
    await nextEvent(socket)
  }
}

async function nextEvent(socket: Socket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const events = ['readable', 'end', 'close'] as const
    const done = (): void => {
      for (const event of events) socket.off(event, done)
      socket.off('error', fail)
      resolve()
    }
    const fail = (error: Error): void => {
      for (const event of events) socket.off(event, done)
      reject(error)
    }
    for (const event of events) socket.once(event, done)
    socket.once('error', fail)
  })
}

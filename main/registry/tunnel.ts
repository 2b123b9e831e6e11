import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type Socket, connect as tcpConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { AppFailure } from '@shared/errors'
import { proxyFailure } from './failures'
import { bareHost, type Proxy, portOf } from './proxy'
import { socksHandshake } from './socks'

/** `Proxy-Authorization`: for the proxy alone, never for what is behind it. */
export function proxyHeaders({ credentials }: Proxy): Readonly<Record<string, string>> {
  if (credentials === undefined) return {}
  const pair = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64')
  return { 'proxy-authorization': `Basic ${pair}` }
}

/**
 * A raw connection to the host of `url` through a proxy (HTTP CONNECT or SOCKS5). The signal ends it at any time.
 * Throws AppFailure REGISTRY_PROXY_FAILED {host, proxy, reason}.
 */
export async function openTunnel(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  try {
    return proxy.kind === 'socks5'
      ? await openSocks(url, proxy, signal)
      : await openConnect(url, proxy, signal)
  } catch (error) {
    if (signal.aborted || error instanceof AppFailure) throw error
    throw proxyFailure(url, proxy, 'unreachable', error instanceof Error ? error.message : String(error))
  }
}

async function openConnect(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${portOf(url)}`
  const request = (proxy.kind === 'https' ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: target,
    headers: { host: target, ...proxyHeaders(proxy) },
    agent: false,
    signal,
  })
  return await new Promise<Socket>((resolve, reject) => {
    const refuse = (answer: IncomingMessage): void => {
      answer.destroy()
      const status = answer.statusCode ?? 0
      reject(proxyFailure(url, proxy, status === 407 ? 'login' : 'refused', `HTTP ${status}`))
    }
    request.once('error', reject)
    request.once('response', refuse)
    request.once('connect', (answer, socket, head) => {
      if (answer.statusCode !== 200) {
        socket.destroy()
        refuse(answer)
        return
      }
      // What the proxy sent along with its answer belongs to the other side.
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    request.end()
  })
}

async function openSocks(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const socket = tcpConnect({ host: proxy.host, port: proxy.port, signal })
  try {
    const refused = await socksHandshake(socket, bareHost(url), portOf(url), proxy.credentials)
    if (refused !== undefined) throw proxyFailure(url, proxy, refused)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** TLS inside of a tunnel, with the name and the authorities checked as on any other connection. */
export function secure(socket: Socket, url: URL, ca: readonly string[] | undefined): Socket {
  const host = bareHost(url)
  return tlsConnect({
    socket,
    host,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [...ca] }),
  })
}

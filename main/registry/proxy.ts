import { BlockList, isIP } from 'node:net'

/** How to get to a host by the rules of Go's net/http, which docker and its engine follow. */
export type Route =
  | { readonly type: 'direct' }
  | { readonly type: 'proxy'; readonly proxy: Proxy }
  /** The variable is set, but to nothing that can be used. `variable`: its name; the value may hold a password. */
  | { readonly type: 'invalid'; readonly variable: string }

export type Proxy = {
  readonly kind: 'http' | 'https' | 'socks5'
  /** Without the brackets of IPv6. */
  readonly host: string
  readonly port: number
  readonly credentials?: { readonly username: string; readonly password: string }
}

const kinds: ReadonlyMap<string, readonly [Proxy['kind'], number]> = new Map([
  ['http:', ['http', 80]],
  ['https:', ['https', 443]],
  ['socks5:', ['socks5', 1080]],
  ['socks5h:', ['socks5', 1080]],
])

/** HTTPS_PROXY for https, HTTP_PROXY for http, upper case first; never for this machine itself, nor for NO_PROXY. */
export function routeTo(url: URL, env: NodeJS.ProcessEnv): Route {
  const upper = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const variable = env[upper] ? upper : upper.toLowerCase()
  const value = env[variable]
  if (!value) return { type: 'direct' }
  if (isLoopback(url) || isExempt(url, env.NO_PROXY || env.no_proxy || '')) return { type: 'direct' }
  const proxy = parseProxy(value)
  return proxy === undefined ? { type: 'invalid', variable } : { type: 'proxy', proxy }
}

/** `http://user:password@host:port`, or `host:port` for http. */
export function parseProxy(text: string): Proxy | undefined {
  const url = parseUrl(text.includes('://') ? text : `http://${text}`)
  const kind = kinds.get(url?.protocol ?? '')
  if (url === undefined || kind === undefined || url.hostname === '') return undefined
  const username = decoded(url.username)
  const password = decoded(url.password)
  if (username === undefined || password === undefined) return undefined
  return {
    kind: kind[0],
    host: bareHost(url),
    port: url.port === '' ? kind[1] : Number(url.port),
    ...(username === '' && password === '' ? {} : { credentials: { username, password } }),
  }
}

/** Without the brackets that a URL puts around IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** By its text: localhost, 127.0.0.0/8, ::1. */
export function isLoopback(url: URL): boolean {
  const host = bareHost(url)
  return host === 'localhost' || contains(loopback, host)
}

/**
 * NO_PROXY: a comma list of `*`, addresses, address ranges (CIDR), `example.com` (it and what is below it),
 * `.example.com` (only what is below), each with an optional `:port` (golang.org/x/net/http/httpproxy).
 */
function isExempt(url: URL, list: string): boolean {
  const host = bareHost(url).toLowerCase().replace(/\.$/, '')
  const port = String(portOf(url))
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || isRangeWith(entry, host) || isNameWith(entry, host, port))
}

function isRangeWith(entry: string, host: string): boolean {
  const slash = entry.indexOf('/')
  if (slash === -1) return false
  const address = entry.slice(0, slash)
  const bits = Number(entry.slice(slash + 1))
  const family = isIP(address)
  if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false
  const range = new BlockList()
  range.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6')
  return contains(range, host)
}

function isNameWith(entry: string, host: string, port: string): boolean {
  const withPort = /^(\[[0-9a-f:.]+\]|[^:]+):(\d+)$/.exec(entry)
  if (withPort?.[2] !== undefined && withPort[2] !== port) return false
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*\./, '.')
  if (isIP(name) !== 0) return name === host
  if (name.startsWith('.')) return host.endsWith(name)
  return host === name || host.endsWith(`.${name}`)
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host)
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

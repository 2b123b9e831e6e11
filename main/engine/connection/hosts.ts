import type { EndpointKind } from '@shared/domain/engine'
import { AppFailure, appError } from '@shared/errors'

/** An address taken apart. */
export type Address =
  | { readonly kind: 'unix' | 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly hostname: string; readonly port: number }
  | { readonly kind: 'ssh'; readonly destination: string }

/** https://docs.docker.com/reference/cli/docker/#host: 2375 in the clear, 2376 with TLS. */
const defaultPort = { plain: 2375, tls: 2376 }

export function defaultHost(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock'
}

/**
 * An address as DOCKER_HOST, `docker context create` and a person write it: `unix:///path`, `npipe:////./pipe/name`,
 * `tcp://host[:port]`, `ssh://[user@]host`, a bare path, or `host:port`.
 * @throws AppFailure ENDPOINT_INVALID { host }
 */
export function parseHost(text: string, options: { readonly tls: boolean }): Address {
  const host = text.trim()
  const [scheme, rest] = host.includes('://') ? cut(host, '://') : bare(host)
  switch (scheme) {
    case 'unix':
      return { kind: 'unix', path: absolute(rest || '/var/run/docker.sock', text) }
    case 'npipe':
      return { kind: 'npipe', path: pipePath(rest || '//./pipe/docker_engine', text) }
    case 'tcp':
      return tcp(rest, options.tls, text)
    case 'ssh':
      if (rest === '') throw invalid(text)
      return { kind: 'ssh', destination: rest }
    default:
      throw invalid(text)
  }
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  return [text.slice(0, at).toLowerCase(), text.slice(at + separator.length)]
}

function bare(host: string): readonly [string, string] {
  if (host.startsWith('//./pipe/') || host.startsWith('\\\\.\\pipe\\')) return ['npipe', host]
  if (host.startsWith('/')) return ['unix', host]
  return ['tcp', host]
}

function absolute(path: string, text: string): string {
  // 107 bytes is all that sun_path holds; a NUL would cut the path short.
  if (!path.startsWith('/') || path.includes('\0') || Buffer.byteLength(path) > 107) throw invalid(text)
  return path
}

function pipePath(path: string, text: string): string {
  const slashes = path.replaceAll('\\', '/')
  if (!/^\/\/[^/]+\/pipe\/[^/\0]+$/.test(slashes)) throw invalid(text)
  return slashes
}

function tcp(rest: string, tls: boolean, text: string): Address {
  const parts = /^(?:\[([0-9a-f:.]+(?:%\w+)?)\]|([a-z0-9._-]+))(?::(\d{1,5}))?\/?$/i.exec(rest)
  const hostname = parts?.[1] ?? parts?.[2]
  if (hostname === undefined) throw invalid(text)
  const port = parts?.[3] === undefined ? defaultPort[tls ? 'tls' : 'plain'] : Number(parts[3])
  if (port < 1 || port > 65_535) throw invalid(text)
  return { kind: 'tcp', hostname, port }
}

function invalid(text: string): AppFailure {
  return new AppFailure(appError('ENDPOINT_INVALID', { host: text.slice(0, 200) }))
}

/** Only a name or address of this very machine: no one can listen in between. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(hostname)
}

export function kindOf(address: Address, tls: boolean): EndpointKind {
  return address.kind === 'tcp' && tls ? 'tls' : address.kind
}

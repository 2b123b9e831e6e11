import { readFileSync } from 'node:fs'
import { connect as connectSocket, isIP, type NetConnectOpts } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'
import { AppFailure, appError } from '@shared/errors'
import type { EngineAddress } from '../buildkit/engineHttp'
import type { TlsFiles } from './dockerConfig'
import type { Route } from './endpoints'

/** A peer that vanished without a word (sleep, cable) is noticed by the kernel, not by requests of ours. */
const keepAliveMs = 15_000

/** How sockets to this endpoint are made. @throws AppFailure ENGINE_TLS (bad files), the endpoint's own problem */
export function dialerOf({ endpoint, address, tls }: Route): Pick<EngineAddress, 'connect' | 'connectInto'> {
  if (address === undefined || address.kind === 'ssh') {
    throw new AppFailure(endpoint.problem ?? appError('ENDPOINT_UNSUPPORTED', { kind: endpoint.kind }))
  }
  if (address.kind !== 'tcp') return plain({ path: address.path })
  const { hostname: host, port } = address
  if (tls === undefined) {
    return plain({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs })
  }
  const secureContext = contextOf(tls, endpoint.host)
  const servername = isIP(host) === 0 ? { servername: host } : {}
  const connect = () => {
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn the check off.
    const socket = connectTls({ host, port, secureContext, rejectUnauthorized: true, ...servername })
    return socket.setNoDelay(true).once('connect', () => socket.setKeepAlive(true, keepAliveMs))
  }
  return { connect }
}

function plain(options: NetConnectOpts): Required<Pick<EngineAddress, 'connect' | 'connectInto'>> {
  return {
    connect: () => connectSocket(options),
    connectInto: (onread) => connectSocket({ ...options, onread }),
  }
}

function contextOf(files: TlsFiles, host: string): SecureContext {
  try {
    return createSecureContext({
      minVersion: 'TLSv1.2',
      ...(files.ca === undefined ? {} : { ca: readFileSync(files.ca) }),
      ...(files.cert === undefined ? {} : { cert: readFileSync(files.cert) }),
      ...(files.key === undefined ? {} : { key: readFileSync(files.key) }),
    })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new AppFailure(appError('ENGINE_TLS', { host }, { detail }), error)
  }
}

/** What the server is called, for its `Host` header; sockets and pipes have no name. */
export function hostHeaderOf({ address }: Route): string | undefined {
  if (address?.kind !== 'tcp') return undefined
  const { hostname, port } = address
  return hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`
}

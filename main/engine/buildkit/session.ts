import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { createServer, type ServerHttp2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import { type ConnectRouter, createContextKey, createContextValues } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import type { ContextFolder } from '../../ports/buildEngine'
import type { CredentialSource } from '../../ports/credentialSource'
import { type EngineAddress, upgrade } from './engineHttp'
import { serveFolder } from './fileSync'
import { Auth } from './gen/auth_pb'
import { FileSync } from './gen/fssync_pb'
import { Health, HealthCheckResponse_ServingStatus } from './gen/health_pb'
import { registryHostOf } from './registryHost'
import { patternsFrom } from './syncRequest'

export type SessionServices = {
  readonly credentials: CredentialSource | undefined
  /** By the name that BuildKit asks with: `context`, `dockerfile`. */
  readonly folders: ReadonlyMap<string, ContextFolder>
  readonly sharedKey: string | undefined
  readonly sent: (bytes: number) => void
}

/** A connection on which the engine asks us during a build. */
export type BuildSession = {
  readonly id: string
  /** Why we could not answer, when that is what broke the build: says more than the engine's words about it. */
  failure(): unknown
  close(): void
}

/** The raw headers of a call: its joined ones can't tell two patterns from one with a comma in it. */
const rawHeaders = createContextKey<readonly string[]>([])

/**
 * Opens a session and serves Health (a session that does not answer it is dropped after 5 to 10 s), credentials by host,
 * and the folders of the build. Close it in every case.
 */
export async function openSession(
  dial: SessionDialer,
  services: SessionServices,
  signals: SessionSignals,
): Promise<BuildSession> {
  const reading = AbortSignal.any([signals.stop, signals.ending])
  // Each file that is read ahead listens to it.
  setMaxListeners(0, reading)
  let failure: unknown
  const fail = (error: unknown): never => {
    failure ??= error
    throw error
  }
  const adapter = connectNodeAdapter({
    grpc: true,
    grpcWeb: false,
    connect: false,
    // Files go over a socket of this machine: gzip, which BuildKit would take, makes it three times slower.
    acceptCompression: [],
    contextValues: (request) => createContextValues().set(rawHeaders, request.rawHeaders),
    routes: (router) => routes(router, services, reading, fail),
  })
  const server = createServer(
    { settings: { maxConcurrentStreams: 1_000, initialWindowSize: 1_048_576 } },
    adapter,
  )
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('error', () => {})
  })
  server.on('sessionError', () => {})
  const id = randomUUID()
  const socket = await dial(sessionHeaders(id, services), signals.ending)
  socket.on('error', () => {})
  server.emit('connection', socket)
  return {
    id,
    failure: () => failure,
    close() {
      for (const session of sessions) session.destroy()
      socket.destroy()
      server.close()
    },
  }
}

/** `ending`: the build is over. `stop`: it was called off, so that no file is read any more; the session stays. */
export type SessionSignals = { readonly ending: AbortSignal; readonly stop: AbortSignal }

/** How a session reaches the engine; one function, since Engine 29 deprecates POST /session for gRPC on the socket. */
export type SessionDialer = (
  headers: Readonly<Record<string, string | readonly string[]>>,
  signal: AbortSignal,
) => Promise<Duplex>

/** `POST /session` upgraded to h2c: every engine up to 28, and still there in 29 (moby#50744). */
export function sessionDialer(address: EngineAddress, apiVersion: string): SessionDialer {
  return async (headers, signal) =>
    await upgrade(address, {
      path: `/v${apiVersion}/session`,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : [...value],
        ]),
      ),
      signal,
    })
}

function sessionHeaders(id: string, services: SessionServices): Record<string, string | readonly string[]> {
  const methods = ['/grpc.health.v1.Health/Check']
  if (services.credentials !== undefined) methods.push('/moby.filesync.v1.Auth/Credentials')
  if (services.folders.size > 0) methods.push('/moby.filesync.v1.FileSync/DiffCopy')
  return {
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'strata',
    ...(services.sharedKey === undefined ? {} : { 'X-Docker-Expose-Session-Sharedkey': services.sharedKey }),
    'X-Docker-Expose-Session-Grpc-Method': methods,
  }
}

function routes(
  router: ConnectRouter,
  { credentials, folders, sent }: SessionServices,
  signal: AbortSignal,
  fail: (error: unknown) => never,
): void {
  router.service(Health, { check: () => ({ status: HealthCheckResponse_ServingStatus.SERVING }) })
  if (credentials !== undefined) {
    router.service(Auth, {
      async credentials({ Host }) {
        try {
          const found = await credentials.get(registryHostOf(Host), { signal })
          if (found === undefined) return {}
          // BuildKit takes a secret without a name for an identity token (auth.proto of moby/buildkit).
          return { Username: found.kind === 'identityToken' ? '' : found.username, Secret: found.secret }
        } catch (error) {
          return fail(error)
        }
      },
    })
  }
  if (folders.size === 0) return
  router.service(FileSync, {
    async *diffCopy(requests, context) {
      const asked = patternsFrom(context.values.get(rawHeaders))
      try {
        yield* serveFolder(folders, asked, requests, { signal, sent })
      } catch (error) {
        fail(error)
      }
    },
  })
}

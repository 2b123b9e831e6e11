import { IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { type EngineAddress, requestApart } from '../buildkit/engineHttp'
import { EngineAgent } from './agent'
import { type BareAnswer, bareGet } from './bareGet'

export type Query = Readonly<Record<string, string | readonly string[]>>

export type Dial = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With the API version, encoded, without a query. */
  readonly path: string
  readonly query?: Query
  readonly signal: AbortSignal
  /** Outside of the bounded pool: streams that stay open, and probes that must not wait in a queue. */
  readonly apart?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** Destroyed when the request is over, whatever its end. */
  readonly body?: Readable
}

/** Requests to one engine; resolves with the answer as soon as its headers are there, whatever its status. */
export type Transport = {
  dial(request: Dial): Promise<IncomingMessage>
  /** A GET whose body is gigabytes; undefined when it has to be dialled after all. */
  bare(request: Pick<Dial, 'path' | 'query' | 'signal'>): Promise<BareAnswer | undefined>
  close(): void
}

/** More requests than this at once only wait inside the engine (limits.md B6). */
const maxSockets = 8
const idleMs = 10_000
const everyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i + 100, true]))

/**
 * The only place that touches dockerode: its modem makes the requests, all else of it is left alone (stack.md 2.3).
 */
export function openTransport({ connect, connectInto, hostHeader }: EngineAddress): Transport {
  const Modem = loadModem()
  const pool = new EngineAgent(connect, { maxSockets, idleMs })
  const apart = new EngineAgent(connect, { maxSockets: Number.POSITIVE_INFINITY, idleMs: 0 })
  const headers: Record<string, string> = hostHeader === undefined ? {} : { Host: hostHeader }
  const modem = (agent: EngineAgent) => new Modem({ ...nowhere, headers, agent })
  const modems = withoutDockerEnv(() => ({ pool: modem(pool), apart: modem(apart) }))
  return {
    dial: async (request) => {
      if (request.headers !== undefined || request.body !== undefined) {
        return await requestApart({ connect, hostHeader }, { ...request, path: withQuery(request) })
      }
      return await dial(request.apart === true ? modems.apart : modems.pool, request)
    },
    bare: async (request) => {
      if (connectInto === undefined) return undefined
      const { signal } = request
      return await bareGet(connectInto, {
        path: withQuery(request),
        hostHeader: hostHeader ?? 'docker',
        signal,
      })
    },
    close() {
      pool.destroy()
      apart.destroy()
    },
  }
}

type Modem = Docker['modem']
type ModemClass = new (options: object) => Modem

/**
 * dockerode's own modem without dockerode: the rest brings gRPC along, which makes the load three times as long (half a
 * second on a busy machine) and costs 13 MB. Not before the first connection: the window comes first.
 */
function loadModem(): ModemClass {
  const dockerode = createRequire(import.meta.url).resolve('dockerode')
  const modem: unknown = createRequire(dockerode)('docker-modem')
  if (!isModemClass(modem)) throw new Error('dockerode came without its modem')
  return modem
}

function isModemClass(value: unknown): value is ModemClass {
  return typeof value === 'function'
}

/** Every setting that docker-modem would otherwise take from the environment; the agent alone knows the address. */
const nowhere = {
  socketPath: '/engine',
  host: undefined,
  port: undefined,
  protocol: 'http',
  pathPrefix: '/',
  ca: undefined,
  cert: undefined,
  key: undefined,
  timeout: undefined,
} as const

const dockerVariables = [
  'DOCKER_HOST',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'DOCKER_PATH_PREFIX',
  'DOCKER_CLIENT_TIMEOUT',
]

/** docker-modem's constructor reads these and throws on bad ones; child processes of ours shall still see them. */
function withoutDockerEnv<T>(make: () => T): T {
  const kept = dockerVariables.map((name) => [name, process.env[name]] as const)
  for (const name of dockerVariables) delete process.env[name]
  try {
    return make()
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value
  }
}

function withQuery({ path, query }: Pick<Dial, 'path' | 'query'>): string {
  if (query === undefined) return path
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  )
  return `${path}?${new URLSearchParams(pairs).toString()}`
}

async function dial(modem: Modem, request: Dial): Promise<IncomingMessage> {
  request.signal.throwIfAborted()
  return await new Promise<IncomingMessage>((resolve, reject) => {
    const { method, path, query, signal } = request
    const options = {
      method,
      // docker-modem appends the query only where it finds this, and cuts the last character off when there is none.
      path: `${path}?`,
      // An empty body, which docker-modem then does not send; without it, it would send the query as a body.
      ...(query === undefined ? {} : { options: { _query: query, _body: {} } }),
      isStream: true,
      statusCodes: everyStatus,
      abortSignal: signal,
    }
    modem.dial(options, (error, answer) => {
      if (answer instanceof IncomingMessage) resolve(answer)
      else reject(error ?? new Error('no answer'))
    })
  })
}

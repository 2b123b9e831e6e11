import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TransferView } from '@shared/domain/transfer'
import type { JobProgress } from '@shared/job'
import { onTestFinished } from 'vitest'
import type { JobContext } from '../../../main/jobs/job'
import type { Credential, CredentialSource } from '../../../main/ports/credentialSource'
import { type Layer, layerOf } from '../support/images'
import { sandbox } from '../support/sandbox'

export type Watched = {
  readonly job: JobContext
  readonly cancel: () => void
  readonly lines: string[]
  readonly views: TransferView[]
  readonly progress: Omit<Extract<JobProgress, { phase: 'working' }>, 'phase'>[]
}

/** What a job body is given, with everything written down. */
export function watched(): Watched {
  const abort = new AbortController()
  const lines: string[] = []
  const views: TransferView[] = []
  const progress: Watched['progress'] = []
  return {
    cancel: () => abort.abort(new DOMException('cancelled by the test', 'AbortError')),
    lines,
    views,
    progress,
    job: {
      signal: abort.signal,
      log: (text) => lines.push(text),
      progress: (step) => {
        progress.push(step)
        if (step.transfer !== undefined) views.push(step.transfer)
      },
    },
  }
}

/** Credentials by host, and which hosts were asked for. */
export function credentialsFor(known: Readonly<Record<string, Credential>> = {}): CredentialSource & {
  readonly asked: string[]
} {
  const asked: string[] = []
  return {
    asked,
    async get(host) {
      asked.push(host)
      return await Promise.resolve(known[host])
    },
  }
}

/** The account of the sandbox's guarded registry. */
export function account(): Readonly<Record<string, Credential>> {
  const { host = '', username = '', password = '' } = sandbox().htpasswdRegistry ?? {}
  return { [host]: { username, secret: password, kind: 'password' } }
}

export type OddRegistry = { readonly host: string; readonly requests: IncomingMessage[] }

/** A server of one's own, on every address of this machine; closed with the test. */
export async function oddRegistry(
  answer: (asked: IncomingMessage, response: ServerResponse) => void,
  { tls, address = 'localhost' }: { tls?: { key: Buffer; cert: Buffer }; address?: string } = {},
): Promise<OddRegistry> {
  const requests: IncomingMessage[] = []
  const listener = (asked: IncomingMessage, response: ServerResponse) => {
    requests.push(asked)
    answer(asked, response)
  }
  const server = tls === undefined ? createServer(listener) : createTls(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { host: `${address}:${port}`, requests }
}

/** Bytes that do not compress, so that a slow registry is slow. */
export function heavyLayer(megabytes: number): Layer {
  const bytes = Buffer.alloc(megabytes * 1_000_000)
  let state = Math.floor(Math.random() * 2 ** 31) || 1
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes.writeUInt32LE((state ^ (state >>> 7)) >>> 0, at)
  }
  return layerOf([{ name: 'heavy', content: bytes }])
}

export type SlowRegistry = {
  /** In the place of the registry's own. */
  readonly host: string
  /** Requests that are being answered now. */
  readonly open: () => number
  /** Bytes of blobs that were passed on, in either direction. */
  readonly moved: () => number
}

/** The sandbox's registry, with blobs at `bytesPerSecond` in both directions; closed with the test. */
export async function slowRegistry(bytesPerSecond: number): Promise<SlowRegistry> {
  const { registry } = sandbox()
  if (registry === undefined) throw new Error('the sandbox has no registry')
  const port = Number(registry.host.split(':')[1])
  let open = 0
  let moved = 0
  const pass = async (from: IncomingMessage, to: NodeJS.WritableStream, isSlow: boolean) => {
    for await (const chunk of from) {
      const bytes = Buffer.from(chunk)
      for (let at = 0; at < bytes.length; at += 16_384) {
        const piece = bytes.subarray(at, at + 16_384)
        if (isSlow) await sleep((piece.length / bytesPerSecond) * 1000)
        if (isSlow) moved += piece.length
        to.write(piece)
      }
    }
    to.end()
  }
  const server = createServer((asked, response) => {
    open += 1
    response.on('close', () => {
      open -= 1
      onward.destroy()
    })
    const isBlob = /\/blobs\//.test(asked.url ?? '')
    const onward = request(
      { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers: asked.headers },
      (answer) => {
        const location = answer.headers.location
        const headers = { ...answer.headers }
        // Uploads go on where the registry says, which is its own address.
        if (location !== undefined)
          headers.location = location.replace(/^https?:\/\/[^/]+/, `http://${asked.headers.host}`)
        response.writeHead(answer.statusCode ?? 500, headers)
        pass(answer, response, isBlob && asked.method === 'GET').catch(() => response.destroy())
      },
    )
    onward.on('error', () => response.destroy())
    pass(asked, onward, isBlob && asked.method !== 'GET').catch(() => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    open: () => open,
    moved: () => moved,
  }
}

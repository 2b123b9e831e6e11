import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node'
import { upgrade } from '../../../main/engine/buildkit/engineHttp'
import { type BuildHistoryRecord, Control } from '../../../main/engine/buildkit/gen/history_pb'
import { docker, sandbox } from './sandbox'

/** BuildKit writes a build's trace, some 100 kB, three seconds after it has ended: seen on 28.5. */
const traceMs = 3_000

/** Builds that were without a trace for much longer than that: their engine was killed, or they were. */
const neverTraced = new Set<string>()

/**
 * Resolves when the engine has written all that it keeps of the builds that have ended: what is weighed before grows by
 * itself. Only the containerd store keeps it among the images' blobs.
 */
export async function buildsWritten(): Promise<void> {
  if (sandbox().store === 'classic') return
  const since = new Map<string, number>()
  for (;;) {
    const open = (await records()).filter(({ Ref, trace }) => trace === undefined && !neverTraced.has(Ref))
    if (open.length === 0) return
    for (const { Ref } of open) {
      const first = since.get(Ref) ?? performance.now()
      since.set(Ref, first)
      if (performance.now() - first > 5 * traceMs) neverTraced.add(Ref)
    }
    await sleep(100)
  }
}

/**
 * Forgets the builds of before: BuildKit lets the oldest of more than 50 go, with their blobs, whenever its two minutes are
 * over, also between two looks of a test.
 */
export async function forgetBuilds(): Promise<void> {
  if (sandbox().store === 'classic') return
  await buildsWritten()
  await docker('buildx', 'history', 'rm', '--all')
}

async function records(): Promise<readonly BuildHistoryRecord[]> {
  const { signal } = new AbortController()
  const address = { connect: () => connect(sandbox().socketPath) }
  const socket = await upgrade(address, { path: `/v${sandbox().apiVersion}/grpc`, signal })
  const stream = Duplex.from({ readable: socket, writable: socket })
  const sessionManager = new Http2SessionManager('http://docker', undefined, {
    createConnection: () => stream,
  })
  try {
    const transport = createGrpcTransport({ baseUrl: 'http://docker', sessionManager })
    const found: BuildHistoryRecord[] = []
    for await (const { record } of createClient(Control, transport).listenBuildHistory({ EarlyExit: true })) {
      if (record !== undefined) found.push(record)
    }
    return found
  } finally {
    sessionManager.abort()
    socket.destroy()
  }
}

import { Duplex } from 'node:stream'
import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node'
import type { ContentBlob, StoredContent } from '../../ports/storage'
import { digestsOfBuild, keptByHistory, readBlob } from '../records/content'
import { type EngineAddress, UpgradeRefused, upgrade } from './engineHttp'
import { Content } from './gen/content_pb'
import { Control } from './gen/history_pb'

/** An engine of 5,000 images has some 50,000 blobs of 300 bytes each in this answer, in messages of 100 blobs. */
const maxMessageBytes = 64 * 1024 * 1024

/**
 * Every blob of the engine's content store, over `POST /grpc`: BuildKit serves containerd's own listing there, read only
 * (moby/buildkit, control/control.go). undefined where that is not offered.
 */
export async function listContent(
  address: EngineAddress,
  apiVersion: string,
  signal: AbortSignal,
): Promise<StoredContent | undefined> {
  const socket = await openControl(address, apiVersion, signal)
  if (socket === undefined) return undefined
  const sessionManager = new Http2SessionManager('http://docker', undefined, {
    createConnection: () => socket,
  })
  try {
    const transport = createGrpcTransport({
      baseUrl: 'http://docker',
      sessionManager,
      readMaxBytes: maxMessageBytes,
    })
    const blobs = new Map<string, ContentBlob>()
    for await (const { info } of createClient(Content, transport).list({}, { signal })) {
      for (const each of info) blobs.set(each.digest, readBlob(each))
    }
    const named = new Set<string>()
    const history = createClient(Control, transport).listenBuildHistory({ EarlyExit: true }, { signal })
    for await (const { record } of history) {
      if (record !== undefined) for (const digest of digestsOfBuild(record)) named.add(digest)
    }
    return { blobs, keptByHistory: keptByHistory(named, blobs) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ConnectError && error.code === Code.Unimplemented) return undefined
    throw error instanceof ConnectError ? (error.cause ?? error) : error
  } finally {
    sessionManager.abort()
    socket.destroy()
  }
}

async function openControl(
  address: EngineAddress,
  apiVersion: string,
  signal: AbortSignal,
): Promise<Duplex | undefined> {
  try {
    const socket = await upgrade(address, { path: `/v${apiVersion}/grpc`, signal })
    socket.on('error', () => {})
    // HTTP/2 reads a plain socket below Node's stream, past what came along with the upgrade's answer: the engine talks first.
    return Duplex.from({ readable: socket, writable: socket })
  } catch (error) {
    if (error instanceof UpgradeRefused) return undefined
    throw error
  }
}

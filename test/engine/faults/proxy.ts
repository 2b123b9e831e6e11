import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

/** What can go wrong with the answer of an engine while it is being given. */
export type StreamFault = 'errorInStream' | 'cutSocket' | 'cleanEnd' | 'halfLine' | 'splitUtf8'

export type Armed = {
  /** Which request; the first that fits is the only one. */
  readonly path: RegExp
  /** Absent: nothing is done to the stream but telling that the place was reached. */
  readonly fault?: StreamFault
  /** Bytes of the answer, or of the request, that pass before. */
  readonly after: number
  readonly where: 'answer' | 'request'
  /** Called when the place is reached, or the answer ended before. */
  readonly reached: () => void
}

export type FaultProxy = {
  readonly path: string
  readonly arm: (armed: Armed) => void
  /** How often a place was reached. */
  readonly hits: () => number
  readonly close: () => void
}

const injected = '{"errorDetail":{"message":"injected fault"},"error":"injected fault"}\r\n'
const unicode = '{"status":"Привет, мир 🐳 日本語"}\r\n'

/** An HTTP proxy on a unix socket in front of an engine. Upgrades (sessions of BuildKit) are passed on as they are. */
export async function faultProxy(engineSocket: string): Promise<FaultProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-faults-'))
  const path = join(folder, 'd.sock')
  const sockets = new Set<Duplex>()
  let armed: Armed | undefined
  let hits = 0

  const take = (url: string): Armed | undefined => {
    if (armed === undefined || !armed.path.test(url)) return undefined
    const found = armed
    armed = undefined
    return { ...found, reached: once(() => ((hits += 1), found.reached())) }
  }
  const server = createServer((asked, response) => {
    const plan = take(asked.url ?? '')
    const onward = request(
      { socketPath: engineSocket, method: asked.method, path: asked.url, headers: asked.headers },
      (answer) => {
        const pass = plan?.where === 'answer' ? hurt(answer, response, plan) : passOn(answer, response)
        pass.catch(() => response.destroy())
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    upload(asked, onward, plan?.where === 'request' ? plan : undefined).catch(() => onward.destroy())
  })
  server.on('upgrade', (asked: IncomingMessage, near: Socket, head: Buffer) => {
    const far = connect(engineSocket)
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`]
    for (let i = 0; i < asked.rawHeaders.length; i += 2) {
      lines.push(`${asked.rawHeaders[i]}: ${asked.rawHeaders[i + 1]}`)
    }
    far.write(`${lines.join('\r\n')}\r\n\r\n`)
    far.write(head)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        sockets.delete(socket)
      })
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    path,
    arm: (next) => {
      armed = next
    },
    hits: () => hits,
    close() {
      server.closeAllConnections()
      server.close()
      for (const socket of sockets) socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function passOn(from: IncomingMessage, to: ServerResponse): Promise<void> {
  to.writeHead(from.statusCode ?? 500, from.rawHeaders)
  to.flushHeaders()
  for await (const chunk of from) if (!to.write(chunk)) await drained(to)
  to.end()
}

/** The answer with the fault in it; what the engine still says afterwards is not heard, as over a broken line. */
async function hurt(from: IncomingMessage, to: ServerResponse, plan: Armed): Promise<void> {
  const { fault, after, reached } = plan
  const isJson = String(from.headers['content-type']).includes('json')
  to.writeHead(from.statusCode ?? 500, withoutLength(from))
  to.flushHeaders()
  if (fault === 'splitUtf8') {
    if (isJson) await inPieces(to, Buffer.from(unicode), 1)
    for await (const chunk of from) await inPieces(to, Buffer.from(chunk), isJson ? 3 : 4_093)
    reached()
    to.end()
    return
  }
  let passed = 0
  for await (const chunk of from) {
    const bytes = Buffer.from(chunk)
    const room = after - passed
    if (bytes.length < room || fault === undefined) {
      if (bytes.length >= room) reached()
      if (!to.write(bytes)) await drained(to)
      passed += bytes.length
      continue
    }
    // A clean end and an error come between two messages; a cut anywhere.
    const end = isJson && fault !== 'cutSocket' ? bytes.lastIndexOf(0x0a, room) + 1 : room
    to.write(bytes.subarray(0, end))
    reached()
    from.destroy()
    await breakOff(to, fault)
    return
  }
  reached()
  to.end()
}

async function breakOff(to: ServerResponse, fault: StreamFault): Promise<void> {
  // What was written so far has to be on its way before the line is cut.
  await new Promise((resolve) => setTimeout(resolve, 20))
  if (fault === 'cutSocket') to.destroy()
  else if (fault === 'errorInStream') to.end(injected)
  else if (fault === 'halfLine') to.end('{"status":"Downloa')
  else to.end()
}

async function upload(
  from: IncomingMessage,
  to: NodeJS.WritableStream,
  plan: Armed | undefined,
): Promise<void> {
  let passed = 0
  for await (const chunk of from) {
    passed += chunk.length
    if (plan !== undefined && passed > plan.after) {
      plan.reached()
      if (plan.fault === 'cutSocket') {
        from.destroy()
        return
      }
    }
    if (!to.write(chunk)) await drained(to)
  }
  plan?.reached()
  to.end()
}

async function inPieces(to: ServerResponse, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    if (!to.write(bytes.subarray(at, at + size))) await drained(to)
  }
  // A turn of the loop between two, or they would leave as one.
  await new Promise((resolve) => setImmediate(resolve))
}

function withoutLength({ rawHeaders }: IncomingMessage): string[] {
  const kept: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^content-length$/i.test(rawHeaders[i] ?? ''))
      kept.push(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
  }
  return kept
}

async function drained(to: NodeJS.WritableStream): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      to.off('drain', done)
      to.off('close', done)
      resolve()
    }
    to.on('drain', done)
    to.on('close', done)
  })
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}

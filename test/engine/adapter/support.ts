import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppError, AppFailure } from '@shared/errors'
import { expect, onTestFinished } from 'vitest'
import {
  createEngineSession,
  type EngineSessionOptions,
  type ManagedEngineSession,
} from '../../../main/engine'
import type { EngineClient, EngineEvent } from '../../../main/ports/engineClient'
import { bringUp } from '../../../scripts/sandbox/index.mjs'
import type { BringUpOptions, EngineName, EngineProcess, Sandbox } from '../../../scripts/sandbox/types'
import { eventually } from '../support/eventually'
import { sandbox } from '../support/sandbox'

export type Seen = EngineEvent | { readonly type: 'reconnected' }
export type Attached = {
  readonly session: ManagedEngineSession
  readonly client: () => EngineClient
  readonly events: Seen[]
}

/** A session on the run's engine, or on another address; closed with the test. Resolves after the first attempt. */
export async function attach(
  host = sandbox().host,
  options: Partial<EngineSessionOptions> = {},
): Promise<Attached> {
  const session = createEngineSession({
    env: { DOCKER_HOST: host },
    homedir: '/nonexistent',
    platform: process.platform,
    customHosts: [],
    ...options,
  })
  onTestFinished(() => session.close())
  const events: Seen[] = []
  session.onEvent((event) => events.push(event))
  const settled = new Promise<void>((resolve) => {
    session.onStatus(({ state }) => {
      if (state.type !== 'connecting') resolve()
    })
  })
  session.start()
  await settled
  return { session, client: () => session.client(), events }
}

/** The session's client alone. */
export async function engine(): Promise<EngineClient> {
  return (await attach()).client()
}

/** Another engine of the kind that this run is on, to be killed; undefined where the run's engine is not ours. */
export async function ownEngine(
  options: Pick<BringUpOptions, 'place' | 'registry'> = {},
): Promise<Sandbox | undefined> {
  const { engineVersion, store } = sandbox()
  const name = (['20.10', '26.1'] as const).find((version) => engineVersion.startsWith(`${version}.`))
  const newest: EngineName = store === 'containerd' ? 'newest-containerd' : 'newest'
  const own = await bringUp({ engine: name ?? newest, log: () => {}, ...options })
  if (own.engineProcess === undefined) {
    await own.close()
    return undefined
  }
  return own
}

/** An engine that hangs: its process is stopped until the answer is called. */
export async function hangEngine({ pid }: EngineProcess): Promise<() => void> {
  // The nsenter above stops with its child, and would not reap it at the end.
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const parent = Number(stat()[1])
  process.kill(pid, 'SIGSTOP')
  await eventually(() => expect(stat()[0]).toBe('T'))
  return () => {
    for (const each of [pid, parent]) process.kill(each, 'SIGCONT')
  }
}

export async function errorOf(work: Promise<unknown>): Promise<AppError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof AppFailure) return error.error
    throw error
  }
}

export type CountingProxy = {
  readonly host: string
  /** Request lines, in the order of arrival. */
  readonly requests: string[]
}

/** Passes everything on to the run's engine, or to another, and writes down what was asked; closed with the test. */
export async function countingProxy(to = sandbox().socketPath): Promise<CountingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-proxy-'))
  const path = join(folder, 'd.sock')
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (chunk) => {
      for (const [, line] of chunk.toString('latin1').matchAll(/^([A-Z]+ \/\S* )HTTP\/1\.1\r$/gm)) {
        requests.push((line ?? '').trim())
      }
    })
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  return { host: `unix://${path}`, requests }
}

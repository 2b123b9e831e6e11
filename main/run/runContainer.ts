import { shortId } from '@shared/domain/digest'
import type { Replaced, RunReport, RunRequest } from '@shared/domain/run'
import { AppFailure } from '@shared/errors'
import type { JobContext, JobOutcome } from '../jobs/job'
import type { ContainerEngine, InspectedContainer } from '../ports/containerEngine'
import { checkPorts, type IsPortFree, mustFind, nameHolder, withHolder } from './conflicts'
import { type FollowedOutput, followOutput } from './output'
import { stopSeconds } from './ownContainers'
import { createNew, type Placed, swapIn } from './replace'

export type RunServices = {
  readonly engine: ContainerEngine
  /** Asks this machine; only where its ports are the engine's. */
  readonly isPortFree?: IsPortFree
  /** ms since the epoch */
  readonly now?: () => number
  /** How long a container that takes another's place has to stand before the other goes (ms). */
  readonly standMs?: number
}

/** Time for the last output after the end of a container (ms). */
const outputMs = 2_000
/** A program that can't run usually ends within this time (ms). */
const settleMs = 700

/**
 * Runs an image to see what it does. Done when the container has ended, or, detached, when it runs. A cancel stops the
 * container (and removes it, where it removes itself). What Strata made for a start that failed is removed again; nothing
 * else ever is, but for the container that the person named to be replaced.
 * @throws AppFailure IMAGE_NOT_FOUND, RUN_*, CONTAINER_*, ENGINE_*
 */
export async function runContainer(
  services: RunServices,
  request: RunRequest,
  job: JobContext,
): Promise<JobOutcome> {
  const { engine, now = Date.now } = services
  const { signal } = job
  const old = request.replace === undefined ? undefined : await mustFind(engine, request.replace, signal)
  await checkPorts(services, request, { ignore: old?.id, signal })
  const placed = await place(engine, request, old, signal)
  const following = new AbortController()
  try {
    const { output, exit, replaced } = await start(services, request, { placed, old }, job, following.signal)
    const began = now()
    const found = await engine.find(placed.id, {})
    const ports = found?.ports ?? []
    const run = { containerId: placed.id, name: found?.name ?? placed.name ?? shortId(placed.id), ports }
    job.progress({ done: 0, total: 0, unit: 'images', run })
    const ended = await endOf(engine, placed.id, { exit, detach: request.detach, signal })
    if (ended !== undefined) await Promise.race([output.done, pause(outputMs)])
    const told = { exitCode: ended?.code, ports, replaced, lines: output.lines() }
    const report = await reportOf(engine, placed, told)
    const result = { type: 'run' as const, report: { ...report, took: now() - began } }
    return ended?.stopped === true ? { result, stopped: true } : { result }
  } finally {
    following.abort()
  }
}

async function place(
  engine: ContainerEngine,
  request: RunRequest,
  old: InspectedContainer | undefined,
  signal: AbortSignal,
): Promise<Placed> {
  try {
    return await createNew(engine, request, old, signal)
  } catch (error) {
    throw await nameHolder(engine, error)
  }
}

type Started = {
  readonly output: FollowedOutput
  readonly exit: Promise<number>
  readonly replaced: Replaced | undefined
}

/** Listens first, so that nothing is missed; what can't be started is removed again. */
async function start(
  { engine, standMs = settleMs }: RunServices,
  request: RunRequest,
  { placed, old }: { readonly placed: Placed; readonly old: InspectedContainer | undefined },
  { signal, log }: JobContext,
  following: AbortSignal,
): Promise<Started> {
  const { image, autoRemove } = request
  try {
    const output = followOutput(await engine.attach(placed.id, { signal: following }), log)
    const { exit } = await engine.watchExit(placed.id, { signal: following, removed: autoRemove })
    if (old !== undefined) {
      const replaced = await swapIn(engine, placed, old, { image, exit, settleMs: standMs, signal, log })
      return { output, exit, replaced }
    }
    signal.throwIfAborted()
    // Not to be broken off: its output can come before its answer, and then a cancel stops what runs.
    await engine.start(placed.id, { image })
    return { output, exit, replaced: undefined }
  } catch (error) {
    await engine.remove(placed.id, { force: true })
    throw await withHolder(engine, error, placed.id)
  }
}

type End = { readonly code: number | undefined; readonly stopped: boolean }

/** undefined: it runs on. A cancel stops it and waits for its end. */
async function endOf(
  engine: ContainerEngine,
  id: string,
  { exit, detach, signal }: { exit: Promise<number>; detach: boolean; signal: AbortSignal },
): Promise<End | undefined> {
  const ended = exit.then((code): End => ({ code, stopped: false }))
  if (detach) return await Promise.race([ended, pause(settleMs)])
  const cancelled = aborted(signal)
  const first = await Promise.race([ended, cancelled.promise])
  cancelled.forget()
  if (first !== undefined) return first
  await engine.stop(id, { seconds: stopSeconds }).catch(ignoreGone)
  const { code } = await ended
  return { code, stopped: true }
}

function ignoreGone(error: unknown): void {
  if (error instanceof AppFailure && error.error.code === 'CONTAINER_NOT_FOUND') return
  throw error
}

async function reportOf(
  engine: ContainerEngine,
  placed: Placed,
  told: {
    readonly exitCode: number | undefined
    readonly ports: RunReport['ports']
    readonly replaced: Replaced | undefined
    readonly lines: number
  },
): Promise<Omit<RunReport, 'took'>> {
  const now = await engine.find(placed.id, {})
  const exitCode = told.exitCode ?? now?.exitCode
  return {
    containerId: placed.id,
    name: now?.name ?? placed.name ?? shortId(placed.id),
    imageId: placed.imageId,
    ...(exitCode === undefined ? {} : { exitCode }),
    outOfMemory: now?.outOfMemory ?? false,
    running: now?.running ?? false,
    isThere: now !== undefined && now.state !== 'removing',
    ports: told.ports,
    ...(told.replaced === undefined ? {} : { replaced: told.replaced }),
    lines: told.lines,
  }
}

function aborted(signal: AbortSignal): { readonly promise: Promise<undefined>; readonly forget: () => void } {
  let forget = () => {}
  const promise = new Promise<undefined>((resolve) => {
    const done = () => resolve(undefined)
    signal.addEventListener('abort', done, { once: true })
    forget = () => signal.removeEventListener('abort', done)
    if (signal.aborted) done()
  })
  return { promise, forget: () => forget() }
}

async function pause(ms: number): Promise<undefined> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms))
  return undefined
}

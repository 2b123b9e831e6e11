import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageId } from '@shared/domain/image'
import { ownContainerLabel, type Replaced, type RunOptions } from '@shared/domain/run'
import { AppFailure, appError } from '@shared/errors'
import type { ContainerEngine, InspectedContainer } from '../ports/containerEngine'
import { stopSeconds } from './ownContainers'

/** A container that was made and not yet started. */
export type Placed = {
  readonly id: string
  /** The name that it has, or will have. */
  readonly name: string | undefined
  readonly imageId: ImageId
}

/** Beside an old container of the same name, the new one has another one until it takes over. */
export async function createNew(
  engine: ContainerEngine,
  options: RunOptions,
  old: InspectedContainer | undefined,
  signal: AbortSignal,
): Promise<Placed> {
  const wanted = options.name ?? old?.name
  const name = old !== undefined && wanted === old.name ? `${old.name}-${suffix()}` : wanted
  const id = await engine.create(
    {
      image: options.image,
      env: options.env,
      ports: options.ports,
      publishAll: options.publishAll,
      autoRemove: options.autoRemove,
      labels: new Map([[ownContainerLabel, 'run']]),
      ...(name === undefined ? {} : { name }),
      ...(options.entrypoint === undefined ? {} : { entrypoint: options.entrypoint }),
      ...(options.command === undefined ? {} : { command: options.command }),
    },
    { signal },
  )
  const made = await engine.find(id, {})
  return { id, name: wanted ?? made?.name, imageId: made?.imageId ?? '' }
}

type Swap = {
  readonly image: string
  /** Exit code of the new container. */
  readonly exit: Promise<number>
  readonly settleMs: number
  readonly signal: AbortSignal
  readonly log: (text: string) => void
}

/**
 * Puts a new container into the place of an old one. The old one is stopped, since it may hold the ports, and steps aside
 * under another name; only when the new one has started, and did not fail at once, is the old one removed. If the new one
 * can't start, the old one has its name back and runs again if it ran.
 */
export async function swapIn(
  engine: ContainerEngine,
  placed: Placed,
  old: InspectedContainer,
  { image, exit, settleMs, signal, log }: Swap,
): Promise<Replaced> {
  const aside = `${old.name}-${suffix()}`
  const takesName = placed.name === old.name
  try {
    if (old.running) await engine.stop(old.id, { seconds: stopSeconds })
    // One that removes itself is gone by now or soon, its name free.
    if (takesName) await stepAside(engine, old, aside)
    if (takesName) await engine.rename(placed.id, old.name, {})
    await engine.start(placed.id, { image })
    await mustStand(exit, image, settleMs)
    // Until here the old one can come back.
    signal.throwIfAborted()
  } catch (error) {
    const why = signal.aborted ? 'Cancelled' : 'The new container could not start'
    log(`${why}; ${old.name} is put back.`)
    // Its ports and its name have to be free before the old one can have them.
    await engine.remove(placed.id, { force: true })
    await putBack(engine, old)
    throw error
  }
  await engine.remove(old.id, { force: true })
  log(`${old.name} (${old.image}) was replaced.`)
  const { id, name, imageId, running } = old
  return { containerId: id, name, imageId, image: old.image, wasRunning: running }
}

async function stepAside(engine: ContainerEngine, old: InspectedContainer, aside: string): Promise<void> {
  if (old.autoRemove && old.running) {
    await untilGone(engine, old.id)
    return
  }
  await engine.rename(old.id, aside, {})
}

/** `--rm` takes a moment. */
async function untilGone(engine: ContainerEngine, id: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await engine.find(id, {})) === undefined) return
    await sleep(100)
  }
}

/** A program that fails as soon as it begins has not taken over; one that ended well has done its work. */
async function mustStand(exit: Promise<number>, image: string, settleMs: number): Promise<void> {
  const code = await Promise.race([exit, sleep(settleMs, 0)])
  if (code === 0) return
  const detail = `it ended at once with the exit code ${code}`
  throw new AppFailure(appError('RUN_REFUSED', { image }, { detail }))
}

async function putBack(engine: ContainerEngine, old: InspectedContainer): Promise<void> {
  const there = await engine.find(old.id, {})
  if (there === undefined) {
    // It removed itself when it was stopped: made again from what it was.
    const id = await engine.recreate(old.recipe, old.name, {})
    if (old.running) await engine.start(id, { image: old.image })
    return
  }
  if (there.name !== old.name) await engine.rename(old.id, old.name, {})
  if (old.running) await engine.start(old.id, { image: old.image })
}

function suffix(): string {
  return `strata-${randomBytes(3).toString('hex')}`
}

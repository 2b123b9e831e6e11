import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import type { JobContext, JobOutcome } from '../jobs/job'
import type { JobRegistry } from '../jobs/jobRegistry'
import { transferNarrator } from '../transfers/narrator'
import type { NodePlace } from './contents'
import type { Handle } from './opened'
import type { OpenPlace } from './places/place'
import type { Analyst, LayerData } from './worker/analyst'
import type { WorkerClient } from './worker/client'

export type JobWorld = {
  readonly jobs: JobRegistry
  readonly worker: WorkerClient<Analyst>
  /** Tells the worker what the handle stands for, and which of its layers are indexed. */
  readonly known: (handle: Handle, signal: AbortSignal) => Promise<ReadonlySet<string>>
}

export type Started = { readonly jobId: string }

/** Indexes the layers that are not indexed yet. Ends well only when all of them are. */
export function startRead(
  { jobs, known }: JobWorld,
  opened: Handle,
  { also, raise }: { readonly also: readonly Handle[]; readonly raise: number },
): Started {
  const { handle, place } = opened
  const together = also.filter((other) => other.place.type === 'engine' && place.type === 'engine')
  const name = nameOf(place)
  const { id } = jobs.start('readImage', {
    title: { name },
    ...commandOf(place),
    total: 0,
    unit: 'bytes',
    run: async (job): Promise<JobOutcome> => {
      const began = Date.now()
      const before = await known(opened, job.signal)
      const total = place.cost(unreadOf(place, before)).bytes
      const narrator = transferNarrator(job, 'load', Date.now)
      try {
        const outcome = await place.read({
          signal: job.signal,
          raise,
          known: before,
          also: together.flatMap((other) => other.place.image()?.id ?? []),
          progress: ({ bytes }) =>
            narrator.bytes(bytes, total === undefined ? undefined : Math.max(total, bytes)),
        })
        for (const each of [opened, ...together]) {
          const missing = unreadOf(each.place, await known(each, job.signal))
          if (missing.size === 0) continue
          throw new AppFailure(appError('CONTENTS_INCOMPLETE', { name: nameOf(each.place) }))
        }
        narrator.end()
        const took = Date.now() - began
        return { result: { type: 'read', report: { handle, name, took, ...outcome } } }
      } finally {
        narrator.close()
      }
    },
  })
  return { jobId: id }
}

/** Brings an image to where its files can be read. */
export function startFetch({ jobs }: JobWorld, { handle, place }: Handle): Started {
  const { id } = jobs.start('fetchFiles', {
    title: { name: nameOf(place) },
    ...commandOf(place),
    total: 0,
    unit: 'bytes',
    run: async (job) => {
      const bytes = await fetchAll(place, job)
      return { result: { type: 'fetch', report: { handle, bytes } } }
    },
  })
  return { jobId: id }
}

/** A file or a folder of the image under a path of the user's; what has to be fetched for it is. */
export function startSaveOut(
  { jobs, worker }: JobWorld,
  { handle, place }: Handle,
  { path, ...at }: NodePlace & { readonly path: string },
): Started {
  const { id } = jobs.start('saveFiles', {
    title: { name: basename(path) },
    total: 0,
    unit: 'bytes',
    run: async (job) => {
      const { signal } = job
      const { positions, size } = await worker.call('locate', { handle, ...at }, { signal })
      const data = await dataOf(place, positions, job)
      const narrator = transferNarrator(job, 'save', Date.now)
      try {
        const transfer = data.type === 'ports' ? data.ports.filter((port) => port !== undefined) : []
        const report = await worker.call(
          'saveOut',
          { handle, ...at, path, data },
          { signal, transfer, progress: ({ bytes }) => narrator.bytes(bytes, Math.max(size, bytes)) },
        )
        narrator.end()
        return { result: { type: 'saveOut', report } }
      } finally {
        narrator.close()
      }
    },
  })
  return { jobId: id }
}

async function dataOf(place: OpenPlace, positions: readonly number[], job: JobContext): Promise<LayerData> {
  const first = await place.data(positions, job.signal)
  if (first.type !== 'needsFetch') return first
  await fetchAll(place, job)
  const data = await place.data(positions, job.signal)
  if (data.type !== 'needsFetch') return data
  throw new AppFailure(appError('CONTENTS_INCOMPLETE', { name: nameOf(place) }))
}

async function fetchAll(place: OpenPlace, job: JobContext): Promise<number> {
  const total = place.cost(new Set()).bytes
  const narrator = transferNarrator(job, 'save', Date.now)
  try {
    const bytes = await place.fetch({
      signal: job.signal,
      progress: (moved) => narrator.bytes(moved, total === undefined ? undefined : Math.max(total, moved)),
    })
    narrator.end()
    return bytes
  } finally {
    narrator.close()
  }
}

function unreadOf(place: OpenPlace, known: ReadonlySet<string>): ReadonlySet<string> {
  const layers = place.image()?.layers ?? []
  return new Set(layers.map(({ diffId }) => diffId).filter((diffId) => !known.has(diffId)))
}

export function nameOf(place: OpenPlace): string {
  return (place.image()?.name ?? place.name).slice(0, 300)
}

function commandOf(place: OpenPlace): { readonly command?: string } {
  return place.type === 'engine' ? { command: `docker save ${nameOf(place)}` } : {}
}

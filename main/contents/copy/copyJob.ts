import { basename } from 'node:path'
import type { CopyReport, CopyWhat } from '@shared/domain/contents'
import { AppFailure, appError } from '@shared/errors'
import type { PartRecords } from '../../files/partRecords'
import type { JobContext } from '../../jobs/job'
import type { JobRegistry } from '../../jobs/jobRegistry'
import type { EngineClient } from '../../ports/engineClient'
import { transferNarrator } from '../../transfers/narrator'
import { nameOf, type Started } from '../jobs'
import type { Handle } from '../opened'
import type { OpenSaveStream } from '../worker/openSources'
import { archiveSink } from './archiveSink'
import { type CopyOptions, copyImage, copyWhole } from './copyImage'
import type { CopySink } from './copySink'
import { engineSink } from './engineSink'

export type CopyWorld = {
  readonly jobs: JobRegistry
  readonly client: () => EngineClient
  readonly parts?: PartRecords | undefined
  readonly openSaveStream: OpenSaveStream
}
export type CopyTarget = { readonly type: 'file'; readonly path: string } | { readonly type: 'engine' }

/**
 * Copies an open image as it is into a file of the user's or the engine of now.
 * @throws AppFailure INPUT_INVALID for an engine's image into an engine, ENGINE_LOST
 */
export function startCopy(
  { jobs, client, parts, openSaveStream }: CopyWorld,
  { place }: Handle,
  to: CopyTarget,
  what: CopyWhat,
): Started {
  if (to.type === 'engine' && place.type === 'engine') {
    throw new AppFailure(appError('INPUT_INVALID', { path: 'to', reason: 'it is there already' }))
  }
  const engine = to.type === 'engine' ? client() : undefined
  const name = nameOf(place)
  const blobs = what === 'all' ? undefined : (place.image()?.layers.length ?? 0) + 1
  const { id } = jobs.start('copyImage', {
    title: { name },
    total: 0,
    unit: 'bytes',
    run: async (job) => {
      const began = Date.now()
      const from = await place.copySource({ signal: job.signal })
      const copy: Copy = async (sink, options) =>
        what === 'all'
          ? await copyWhole(from, openSaveStream, sink, options)
          : await copyImage(from.source, from.image, sink, options)
      try {
        const done =
          to.type === 'file'
            ? { name: basename(to.path), bytes: await toFile(copy, to.path, job, parts) }
            : await toEngine(copy, name, job, engine)
        const took = Date.now() - began
        const report: CopyReport = { to: to.type, took, ...(blobs === undefined ? {} : { blobs }), ...done }
        return { result: { type: 'copy', report } }
      } finally {
        await from.close()
      }
    },
  })
  return { jobId: id }
}

type Copy = <T>(sink: CopySink<T>, options: CopyOptions) => Promise<T>

async function toFile(
  copy: Copy,
  path: string,
  job: JobContext,
  parts: PartRecords | undefined,
): Promise<number> {
  return await narrated('save', job, async (progress) => {
    const { bytes } = await copy(archiveSink(path, parts), { signal: job.signal, progress })
    return bytes
  })
}

/** Done only when the engine has what it said that it loaded. */
async function toEngine(
  copy: Copy,
  name: string,
  job: JobContext,
  engine: EngineClient | undefined,
): Promise<{ readonly name: string; readonly bytes: number }> {
  if (engine === undefined) throw new AppFailure(appError('ENGINE_LOST'))
  return await narrated('load', job, async (progress) => {
    const sink = engineSink((archive, asked) => engine.transfers.load(archive, asked), name)
    const { loaded, bytes } = await copy(sink, { signal: job.signal, progress })
    for (const each of loaded) await engine.inspectImage(each, {})
    return { name: loaded[0] ?? name, bytes }
  })
}

type Progress = (bytes: { readonly done: number; readonly total: number }) => void

async function narrated<T>(
  kind: 'save' | 'load',
  job: JobContext,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const narrator = transferNarrator(job, kind, Date.now)
  try {
    const done = await work(({ done: moved, total }) =>
      narrator.bytes(moved, total === 0 ? undefined : total),
    )
    narrator.end()
    return done
  } finally {
    narrator.close()
  }
}

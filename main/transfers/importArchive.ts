import { basename } from 'node:path'
import type { ImageId } from '@shared/domain/image'
import { parseReference, type Reference, withDefaultTag } from '@shared/domain/reference'
import type { LoadedImage, LoadReport } from '@shared/domain/transfer'
import { AppFailure, appError } from '@shared/errors'
import { fileBytes, fileSize } from '../files/fileBytes'
import type { JobContext, JobOutcome } from '../jobs/job'
import { sendingSignal } from './lateCancel'
import { type LoadServices, refusedOr, sendArchive } from './loadArchive'
import { transferNarrator } from './narrator'
import { imageOrNone } from './services'
import { sniffArchive } from './tar/sniffArchive'

export type ImportOptions = {
  /** Absolute; from a grant, never from a page. May be compressed. */
  readonly path: string
  /** The name that it gets; absent: none. */
  readonly reference?: string
  readonly platform?: string
  /** Dockerfile instructions as `parseChanges` made them. */
  readonly changes?: readonly string[]
}

/**
 * Makes an image of a root file system, such as `docker export` wrote. What `docker save` wrote is noticed and loaded
 * instead: imported, it would be an image that can't run (`instead` in the report).
 * @throws AppFailure REFERENCE_*, FILE_READ_FAILED, ARCHIVE_REFUSED, TRANSFER_UNVERIFIED, ENGINE_*, STREAM_*
 */
export async function importArchive(
  services: LoadServices,
  { path, reference: text, platform, changes = [] }: ImportOptions,
  job: JobContext,
): Promise<JobOutcome> {
  const { client, now = Date.now } = services
  const { signal } = job
  const reference = text === undefined ? undefined : nameFor(text)
  const kind = await sniffArchive(path, signal)
  if (kind.kind === 'image') {
    job.log('This is a saved image, not the files of a container: it is loaded instead.')
    return await sendArchive(services, { path, kind, instead: true }, job)
  }
  const name = basename(path).slice(0, 200)
  const total = await fileSize(path)
  const began = now()
  const narrator = transferNarrator(job, 'load', now)
  let bytes = 0
  let imageId: ImageId | undefined
  const sending = sendingSignal(signal, () => bytes >= total)
  try {
    const source = fileBytes(path, (sent) => {
      bytes = sent
      narrator.bytes(sent, total)
    })
    const request = {
      ...(reference === undefined ? {} : { repository: reference.canonicalName, tag: reference.tag }),
      ...(platform === undefined ? {} : { platform }),
      message: `Imported from ${name}`,
      changes,
    }
    try {
      for await (const message of client.transfers.importRootfs(source, request, sending)) {
        narrator.message(message)
        if (message.type === 'imported') imageId = message.imageId
      }
    } catch (error) {
      // A cancel that comes after the engine was done is too late.
      if (!signal.aborted || imageId === undefined) throw refusedOr(error, name)
    }
    const loaded = await check(client, imageId, reference, name)
    narrator.end()
    const report: LoadReport = {
      name,
      how: 'imported',
      instead: false,
      images: [loaded],
      bytes,
      took: now() - began,
    }
    return { result: { type: 'load', report } }
  } finally {
    sending.done()
    narrator.close()
  }
}

function nameFor(text: string): Reference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const reference = withDefaultTag(parsed.value)
  if (reference.digest === undefined) return reference
  throw new AppFailure(appError('REFERENCE_NEEDS_TAG', { reference: reference.familiarName }))
}

async function check(
  client: LoadServices['client'],
  imageId: ImageId | undefined,
  reference: Reference | undefined,
  name: string,
): Promise<LoadedImage> {
  const image = imageId === undefined ? undefined : await imageOrNone(client, imageId)
  const owner = reference === undefined ? image : await imageOrNone(client, reference.canonical)
  if (image === undefined || owner?.id !== image.id) {
    const params = { reference: reference?.familiar ?? name }
    throw new AppFailure(appError('TRANSFER_UNVERIFIED', params, { retryable: true }))
  }
  const named = reference === undefined ? {} : { reference: reference.familiar }
  return { imageId: image.id, size: image.size, ...named }
}

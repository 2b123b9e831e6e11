import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageId } from '@shared/domain/image'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import type { LoadedImage, LoadReport } from '@shared/domain/transfer'
import { type AppError, AppFailure, appError } from '@shared/errors'
import { fileBytes, fileSize } from '../files/fileBytes'
import type { JobContext, JobOutcome } from '../jobs/job'
import { sendingSignal } from './lateCancel'
import { transferNarrator } from './narrator'
import { imageOrNone, type TransferServices } from './services'
import { type ArchiveKind, sniffArchive } from './tar/sniffArchive'

export type LoadOptions = {
  /** Absolute; from a grant, never from a page. May be compressed. */
  readonly path: string
}

export type LoadServices = Pick<TransferServices, 'client' | 'now'>

/**
 * Loads what `docker save` wrote. Done only when the stream ended well, named every image of the archive, and the engine
 * has them under those names.
 * @throws AppFailure ARCHIVE_IS_ROOTFS {name} before anything is sent (import it instead), FILE_READ_FAILED
 */
export async function loadArchive(
  services: LoadServices,
  { path }: LoadOptions,
  job: JobContext,
): Promise<JobOutcome> {
  const kind = await sniffArchive(path, job.signal)
  if (kind.kind === 'rootfs') {
    throw new AppFailure(appError('ARCHIVE_IS_ROOTFS', { name: basename(path).slice(0, 200) }))
  }
  return await sendArchive(services, { path, kind, instead: false }, job)
}

/** An engine that has the whole archive is done with a small one within this time (ms). */
const settleMs = 500
/** Names looked at before and after; more than these an archive hardly has. */
const maxLookedAt = 64

/** Sends it, whatever it was asked for; `kind`: what the look into it told. */
export async function sendArchive(
  { client, now = Date.now }: LoadServices,
  { path, kind, instead }: { path: string; kind: ArchiveKind; instead: boolean },
  job: JobContext,
): Promise<JobOutcome> {
  const { signal } = job
  const name = basename(path).slice(0, 200)
  const total = await fileSize(path)
  const began = now()
  const narrator = transferNarrator(job, 'load', now)
  const expected = kind.kind === 'image' ? kind.references.slice(0, maxLookedAt) : []
  const before = await ownersOf(client, expected, signal)
  const named: string[] = []
  let bytes = 0
  const count = (sent: number) => {
    bytes = sent
    narrator.bytes(sent, total)
  }
  const sending = sendingSignal(signal, () => bytes >= total)
  const report = (images: readonly LoadedImage[]): LoadReport => ({
    name,
    how: 'loaded',
    instead,
    images,
    bytes,
    took: now() - began,
  })
  try {
    for await (const message of client.transfers.load(fileBytes(path, count), sending)) {
      narrator.message(message)
      if (message.type === 'loaded') named.push(message.image)
    }
    const images = await loadedImages(client, named)
    checkNames(kind, named, name)
    narrator.end()
    return { result: { type: 'load', report: report(images) } }
  } catch (error) {
    if (!signal.aborted && !(error instanceof AppFailure)) throw error
    // An archive of several images is loaded one by one: those before the end are there, and stay. An engine that has
    // all bytes goes on after a cancel, and says nothing of it any more.
    const late = signal.aborted && bytes === total ? await arrivedLate(client, expected, before) : []
    const images = await loadedImages(client, [...named, ...late]).catch(() => [])
    if (late.length > 0 && late.length === expected.length) {
      return { result: { type: 'load', report: report(images) } }
    }
    if (images.length === 0) throw signal.aborted ? signal.reason : refusedOr(error, name)
    const result = { type: 'load' as const, report: report(images) }
    return signal.aborted ? { result, stopped: true } : { result, error: errorOf(refusedOr(error, name)) }
  } finally {
    sending.done()
    narrator.close()
  }
}

/** Who has each of the names; undefined: nobody. */
async function ownersOf(
  client: LoadServices['client'],
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ImageId | undefined>> {
  const owners = await Promise.all(
    references.map(async (name) => [name, (await imageOrNone(client, name, signal))?.id] as const),
  )
  return new Map(owners)
}

/** Names that have another owner than before, a moment after the engine was left alone with the whole archive. */
async function arrivedLate(
  client: LoadServices['client'],
  references: readonly string[],
  before: ReadonlyMap<string, ImageId | undefined>,
): Promise<readonly string[]> {
  if (references.length === 0) return []
  await sleep(settleMs)
  const now = await ownersOf(client, references).catch(() => new Map<string, ImageId>())
  return references.filter((name) => now.get(name) !== undefined && now.get(name) !== before.get(name))
}

/** Those that the engine has. */
async function loadedImages(
  client: LoadServices['client'],
  named: readonly string[],
): Promise<readonly LoadedImage[]> {
  const looked = await Promise.all(
    [...new Set(named)].map(async (text) => {
      const image = await imageOrNone(client, text)
      if (image === undefined) return []
      const isId = /^sha256:[0-9a-f]{64}$/.test(text)
      return [{ imageId: image.id, size: image.size, ...(isId ? {} : { reference: familiarOf(text) }) }]
    }),
  )
  return looked.flat()
}

/** @throws AppFailure ARCHIVE_NO_IMAGE, TRANSFER_UNVERIFIED {reference} */
function checkNames(kind: ArchiveKind, named: readonly string[], name: string): void {
  if (named.length === 0) throw new AppFailure(appError('ARCHIVE_NO_IMAGE', { name }))
  if (kind.kind !== 'image') return
  const told = new Set(named.map(canonicalOf))
  const missing = kind.references.find((reference) => !told.has(canonicalOf(reference)))
  const nameless = named.filter((text) => /^sha256:[0-9a-f]{64}$/.test(text)).length
  if (missing === undefined && nameless >= Math.min(1, kind.nameless)) return
  const params = { reference: missing === undefined ? name : familiarOf(missing).slice(0, 300) }
  const detail = 'the engine did not say that it loaded it'
  throw new AppFailure(appError('TRANSFER_UNVERIFIED', params, { detail, retryable: true }))
}

/** Words that only the engine knows, about a file that only we know. */
export function refusedOr(error: unknown, name: string): unknown {
  if (!(error instanceof AppFailure) || error.error.code !== 'ENGINE_ERROR') return error
  const { detail } = error.error
  return new AppFailure(appError('ARCHIVE_REFUSED', { name }, detail === undefined ? {} : { detail }), error)
}

function errorOf(error: unknown): AppError {
  return error instanceof AppFailure ? error.error : appError('INTERNAL', {}, { detail: String(error) })
}

function canonicalOf(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? withDefaultTag(parsed.value).canonical : text
}

function familiarOf(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : text
}

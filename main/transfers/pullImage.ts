import { setTimeout as sleep } from 'node:timers/promises'
import type { Reference } from '@shared/domain/reference'
import type { PullReport, PullStatus } from '@shared/domain/transfer'
import { AppFailure, appError } from '@shared/errors'
import { tagImage } from '../images/tagging'
import type { JobContext } from '../jobs/job'
import type { Credential } from '../ports/credentialSource'
import type { PullRequest } from '../ports/transferEngine'
import { type TransferNarrator, transferNarrator } from './narrator'
import {
  fullReference,
  hasDigest,
  imageOrNone,
  lookupOf,
  type TransferServices,
  unverified,
  versionOf,
} from './services'

export type PullOptions = {
  /** As typed: `ubuntu`, `localhost:5000/app:1`, `app@sha256:…`. */
  readonly reference: string
  /** `os/architecture[/variant]`; absent: the engine's own. */
  readonly platform?: string
  /** A name that the image gets as well, when no other image has it: for what was pulled by digest to get its tag back. */
  readonly tag?: string
}

/** What the stream told; that alone is no success. */
type Told = { digest: string | undefined; status: PullStatus | undefined }

/** A link that breaks in the middle is tried again: the engine keeps the layers that it has. */
const attempts = 3
const pauseMs = 1_000

/**
 * Done only when the stream came to its orderly end and told so, and the engine then has the image under that name with
 * that digest. A cancel ends the engine's work; one that comes after the engine was done is too late.
 * @throws AppFailure REFERENCE_*, IMAGE_CHANGED (another image has `tag`), REGISTRY_*, CREDENTIAL_*, PLATFORM_MISSING, TRANSFER_UNVERIFIED, ENGINE_*, STREAM_*
 */
export async function pullImage(
  services: TransferServices,
  { reference: text, platform, tag }: PullOptions,
  job: JobContext,
): Promise<PullReport> {
  const { client, credentials, now = Date.now } = services
  const { signal } = job
  const reference = fullReference(text)
  const credential = await credentials.get(reference.domain, { signal })
  const request = requestOf(reference, platform, credential)
  const began = now()
  const narrator = transferNarrator(job, 'pull', now)
  const told: Told = { digest: undefined, status: undefined }
  try {
    try {
      await pullPatiently(services, request, { job, narrator, told })
    } catch (error) {
      // The engine may have been done when the cancel came: then it is done.
      if (!signal.aborted || told.status === undefined) throw error
    }
    const checked = await check(client, reference, platform, told)
    if (tag !== undefined) await tagImage(client, { imageId: checked.imageId, reference: tag })
    narrator.end()
    const { layerCount, ...rest } = checked
    return { ...rest, layers: wholeCounts(narrator.counts(), layerCount), took: now() - began }
  } finally {
    narrator.close()
  }
}

function requestOf(
  reference: Reference,
  platform: string | undefined,
  credential: Credential | undefined,
): PullRequest {
  return {
    ...versionOf(reference),
    ...(platform === undefined ? {} : { platform }),
    ...(credential === undefined ? {} : { credential }),
  }
}

async function pullPatiently(
  { client }: TransferServices,
  request: PullRequest,
  { job, narrator, told }: { job: JobContext; narrator: TransferNarrator; told: Told },
): Promise<void> {
  const { signal, log } = job
  for (let attempt = 1; ; attempt += 1) {
    const before = narrator.moved()
    try {
      for await (const message of client.transfers.pull(request, { signal })) {
        narrator.message(message)
        if (message.type === 'digest') told.digest = message.digest
        if (message.type === 'status') told.status = message.status
      }
      return
    } catch (error) {
      if (attempt === attempts || narrator.moved() === before || !isBrokenLink(error)) throw error
      log(`The connection to the registry broke; trying again (${attempt + 1} of ${attempts}).`)
      await sleep(pauseMs * attempt, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

function isBrokenLink(error: unknown): boolean {
  if (!(error instanceof AppFailure)) return false
  const { code, params } = error.error
  return code === 'REGISTRY_TIMEOUT' || (code === 'REGISTRY_UNREACHABLE' && params.cause === 'cut')
}

/** The stream is over: asked without the job's signal, since a cancel comes too late now. */
async function check(
  client: TransferServices['client'],
  reference: Reference,
  platform: string | undefined,
  { digest, status }: Told,
): Promise<Omit<PullReport, 'layers' | 'took'> & { readonly layerCount: number }> {
  if (status === undefined) throw unverified(reference, 'the stream ended before the engine said how it went')
  const lookup = lookupOf(reference)
  const image = await imageOrNone(client, lookup)
  if (image === undefined) throw unverified(reference, 'there is no image of that name')
  if (digest !== undefined && !hasDigest(image, reference, digest)) {
    throw unverified(reference, `the image of that name does not have the digest ${digest}`)
  }
  const { signal } = new AbortController()
  if (platform !== undefined && !(await client.transfers.hasPlatform(lookup, platform, { signal }))) {
    throw new AppFailure(appError('PLATFORM_MISSING', { reference: reference.familiar, platform }))
  }
  return {
    reference: reference.familiar,
    canonical: reference.canonical,
    imageId: image.id,
    ...(digest === undefined ? {} : { digest }),
    status,
    size: image.size,
    layerCount: new Set(image.diffIds).size,
  }
}

/**
 * The containerd store does not name layers that it has, and no engine names any when nothing is new: those of the image
 * that were not moved were there.
 */
function wholeCounts(told: PullReport['layers'], layerCount: number): PullReport['layers'] {
  const total = Math.max(told.total, layerCount)
  return { total, done: told.done, exists: told.exists + total - told.total }
}

import type { ImageId } from '@shared/domain/image'
import { nameOnly, type Reference } from '@shared/domain/reference'
import type { PushedTag, PushReport } from '@shared/domain/transfer'
import { type AppError, AppFailure } from '@shared/errors'
import { parseTagName } from '../images/tagging'
import type { JobContext, JobOutcome } from '../jobs/job'
import type { Credential } from '../ports/credentialSource'
import type { PushRequest } from '../ports/transferEngine'
import { type MadeTag, makeTag, takeBack } from './madeTags'
import { type TransferNarrator, transferNarrator } from './narrator'
import { hasDigest, imageOrNone, type TransferServices, unverified } from './services'

export type PushOptions = {
  readonly imageId: ImageId
  /** Registry and repository without a tag: `localhost:5000/app`, `me/app`. */
  readonly repository: string
  readonly tags: readonly string[]
  /** Who has a tag now, as the person was shown it; a tag that another image has is moved only then. */
  readonly owners?: ReadonlyMap<string, ImageId>
  /** Names that were made for this push go again where it failed. */
  readonly removeMadeOnFailure: boolean
}

type Target = { readonly tag: string; readonly reference: Reference }

/**
 * Tags and pushes, one tag after the other. A tag counts as pushed only when the engine told its digest and the registry,
 * asked through the engine, has it. What was pushed before a failure or a cancel stays pushed and is reported.
 * @throws AppFailure only for what is wrong before anything was done: REFERENCE_*, CREDENTIAL_*, IMAGE_NOT_FOUND,
 *   IMAGE_CHANGED (a tag has another owner than was shown)
 */
export async function pushImage(
  services: TransferServices,
  options: PushOptions,
  job: JobContext,
): Promise<JobOutcome> {
  const { client, credentials, now = Date.now } = services
  const { imageId, removeMadeOnFailure } = options
  const targets = targetsOf(options)
  const [first] = targets
  const { signal } = job
  await client.inspectImage(imageId, { signal })
  const credential = first && (await credentials.get(first.reference.domain, { signal }))
  const began = now()
  const narrator = transferNarrator(job, 'push', now)
  const made: MadeTag[] = []
  const pushed: PushedTag[] = []
  let error: AppError | undefined
  try {
    // All of them first: a name that can't be had is known before anything leaves the machine.
    for (const { tag, reference } of targets) {
      const tagged = await makeTag(client, { imageId, reference, owner: options.owners?.get(tag) }, signal)
      if (tagged !== undefined) made.push(tagged)
    }
    for (const [done, target] of targets.entries()) {
      narrator.part({ current: target.reference.familiar, done, of: targets.length })
      pushed.push(await pushOne(services, imageId, { target, credential, narrator, job }))
    }
    narrator.end()
  } catch (cause) {
    if (signal.aborted) job.log('Cancelled.')
    else if (cause instanceof AppFailure) error = cause.error
    else throw cause
  } finally {
    narrator.close()
  }
  const arrived = new Set(pushed.map(({ reference }) => reference))
  const isWhole = pushed.length === targets.length
  const kept = isWhole || !removeMadeOnFailure ? made : await takeBack(client, imageId, made, arrived)
  const report: PushReport = {
    imageId,
    repository: first === undefined ? options.repository : nameOnly(first.reference).familiar,
    pushed,
    made: kept.map(({ reference }) => reference.familiar),
    missing: targets.filter(({ reference }) => !arrived.has(reference.familiar)).map(({ tag }) => tag),
    took: now() - began,
  }
  const result = { type: 'push' as const, report }
  if (error !== undefined) return { result, error }
  return isWhole ? { result } : { result, stopped: true }
}

function targetsOf({ repository, tags }: PushOptions): readonly Target[] {
  return [...new Set(tags)].map((tag) => {
    const parsed = parseTagName(`${repository}:${tag}`)
    if (!parsed.ok) throw new AppFailure(parsed.error)
    return { tag, reference: parsed.value.reference }
  })
}

async function pushOne(
  { client }: TransferServices,
  imageId: ImageId,
  {
    target: { tag, reference },
    credential,
    narrator,
    job,
  }: {
    readonly target: Target
    readonly credential: Credential | undefined
    readonly narrator: TransferNarrator
    readonly job: JobContext
  },
): Promise<PushedTag> {
  const { signal } = job
  const name = nameOnly(reference).canonical
  const request: PushRequest = { name, tag, ...(credential === undefined ? {} : { credential }) }
  let digest: string | undefined
  let size: number | undefined
  for await (const message of client.transfers.push(request, { signal })) {
    narrator.message(message)
    if (message.type === 'digest') {
      digest = message.digest
      size = message.size
    }
  }
  const there = await digestThere(client, request, job)
  const settled = digest ?? (await knownDigest(client, imageId, reference, there))
  if (settled === undefined) throw unverified(reference, 'the engine did not tell the digest')
  if (there !== undefined && there !== settled) {
    throw unverified(reference, `pushed ${settled}, but the registry has ${there}`)
  }
  return {
    tag,
    reference: reference.familiar,
    digest: settled,
    ...(size === undefined ? {} : { size }),
    layers: narrator.counts(),
  }
}

/** A second look, which a registry may refuse to give (an account that may push but not pull): then the first counts. */
async function digestThere(
  client: TransferServices['client'],
  request: PushRequest,
  { log }: JobContext,
): Promise<string | undefined> {
  try {
    const { signal } = new AbortController()
    return await client.transfers.registryDigest(request, { signal })
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.code.startsWith('ENGINE_')) throw error
    log(`The registry could not be asked for the digest: ${error.error.detail ?? error.error.code}`)
    return undefined
  }
}

/** The stream told nothing, but what the registry has is this very image. */
async function knownDigest(
  client: TransferServices['client'],
  imageId: ImageId,
  reference: Reference,
  there: string | undefined,
): Promise<string | undefined> {
  if (there === undefined) return undefined
  const image = await imageOrNone(client, imageId)
  return image !== undefined && hasDigest(image, reference, there) ? there : undefined
}

import { nameOnly, parseReference, type Reference, withDefaultTag } from '@shared/domain/reference'
import { AppFailure, appError } from '@shared/errors'
import type { PartRecords } from '../files/partRecords'
import type { CredentialSource } from '../ports/credentialSource'
import type { EngineClient, InspectedImage } from '../ports/engineClient'

/** What moving images needs. */
export type TransferServices = {
  /** Of the engine that the work began on. */
  readonly client: EngineClient
  readonly credentials: CredentialSource
  readonly parts?: PartRecords
  /** ms since the epoch */
  readonly now?: () => number
}

/** A name with what was implied put in. @throws AppFailure REFERENCE_* */
export function fullReference(text: string): Reference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  return withDefaultTag(parsed.value)
}

/** `docker.io/library/ubuntu`, and what comes after it: a digest where there is one, since that is what counts. */
export function versionOf(reference: Reference): { readonly name: string; readonly version: string } {
  return { name: nameOnly(reference).canonical, version: reference.digest ?? reference.tag ?? 'latest' }
}

/** What to inspect: with both a tag and a digest, engines pull and name by the digest. */
export function lookupOf(reference: Reference): string {
  const { name, version } = versionOf(reference)
  return `${name}${reference.digest === undefined ? ':' : '@'}${version}`
}

/** undefined when the engine has no such image. */
export async function imageOrNone(
  client: Pick<EngineClient, 'inspectImage'>,
  image: string,
  signal?: AbortSignal,
): Promise<InspectedImage | undefined> {
  try {
    return await client.inspectImage(image, { signal })
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'IMAGE_NOT_FOUND') return undefined
    throw error
  }
}

/** Whether the image is known under `repository@digest`. */
export function hasDigest({ repoDigests }: InspectedImage, reference: Reference, digest: string): boolean {
  return repoDigests.some((text) => {
    const parsed = parseReference(text)
    return (
      parsed.ok && parsed.value.digest === digest && parsed.value.canonicalName === reference.canonicalName
    )
  })
}

export function unverified(reference: Reference, detail: string): AppFailure {
  return new AppFailure(
    appError('TRANSFER_UNVERIFIED', { reference: reference.familiar }, { detail, retryable: true }),
  )
}

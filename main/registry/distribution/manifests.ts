import { type Digest, parseDigest } from '@shared/domain/digest'
import type { BlobDescriptor } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { RegistryCallOptions, ToldManifest } from '../../ports/registryClient'
import { type ManifestDocument, readManifest } from '../../streams/oci/manifest'
import { imageManifestTypes, indexTypes } from '../../streams/oci/mediaTypes'
import type { HttpAnswer } from '../exchange'
import { registryFailure } from '../failures'
import { looksLikeHtml } from '../json'
import { digestBytes, isHashable } from './hashing'
import type { RegistrySession } from './session'

/** Without it registries answer in schema 1, of another digest and with other layers. */
const accept = [...imageManifestTypes, ...indexTypes].join(', ')

export type FetchedManifest = {
  readonly descriptor: BlobDescriptor
  readonly bytes: Buffer
  readonly document: Extract<ManifestDocument, { type: 'index' | 'image' }>
}

type Wanted = {
  /** `library/redis` */
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
}

/**
 * A manifest or an index that can be read, its digest made from its bytes. Throws AppFailure SOURCE_DIGEST_MISMATCH,
 * REGISTRY_DIGEST_HEADER_WRONG, REGISTRY_SCHEMA1, REGISTRY_MANIFEST_TYPE, REGISTRY_MANIFEST_INVALID {reason}, REGISTRY_*.
 */
export async function getManifest(
  session: RegistrySession,
  wanted: Wanted,
  options: RegistryCallOptions,
): Promise<FetchedManifest> {
  const answer = await ask(session, wanted, 'GET', options)
  if (answer.status !== 200) throw session.refusal(answer)
  const { body: bytes, url } = answer
  const digest = verified(answer, parseDigest(wanted.reference))
  const told = typeOf(answer)
  const document = readManifest(bytes, told)
  if (document.type === 'schema1') throw registryFailure('REGISTRY_SCHEMA1', url)
  if (document.type === 'unreadable') {
    if (looksLikeHtml(answer.headers['content-type'], bytes))
      throw registryFailure('REGISTRY_ANSWER_HTML', url)
    const { reason } = document
    const code = reason === 'mediaType' ? 'REGISTRY_MANIFEST_TYPE' : 'REGISTRY_MANIFEST_INVALID'
    throw registryFailure(code, url, { params: { reason } })
  }
  return { descriptor: { mediaType: document.mediaType, digest, size: bytes.length }, bytes, document }
}

/**
 * The bytes that an index names, whatever they are; undefined where the registry does not have them. Throws AppFailure
 * SOURCE_DIGEST_MISMATCH {blob}, REGISTRY_LENGTH_WRONG, REGISTRY_*.
 */
export async function getNamedManifest(
  session: RegistrySession,
  repository: string,
  { digest, size }: BlobDescriptor,
  options: RegistryCallOptions,
): Promise<Buffer | undefined> {
  const answer = await ask(session, { repository, reference: digest }, 'GET', options)
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw session.refusal(answer)
  verified(answer, parseDigest(digest))
  if (answer.body.length !== size) {
    const params = { blob: digest, expected: size, told: answer.body.length }
    throw registryFailure('REGISTRY_LENGTH_WRONG', answer.url, { params })
  }
  return answer.body
}

/** What the registry says of a reference, in one small request: believed only until the manifest itself is read. */
export async function headManifest(
  session: RegistrySession,
  wanted: Wanted,
  options: RegistryCallOptions,
): Promise<ToldManifest> {
  const answer = await ask(session, wanted, 'HEAD', options)
  if (answer.status === 200) {
    const digest = digestHeader(answer)
    if (digest !== undefined) return { digest, mediaType: typeOf(answer) }
  } else if (answer.status !== 405) throw session.refusal(answer)
  // The header is optional (OCI distribution-spec): then the bytes have to say.
  const { descriptor } = await getManifest(session, wanted, options)
  return { digest: descriptor.digest, mediaType: descriptor.mediaType }
}

async function ask(
  session: RegistrySession,
  { repository, reference }: Wanted,
  method: 'GET' | 'HEAD',
  options: RegistryCallOptions,
): Promise<HttpAnswer> {
  const path = `/v2/${repository}/manifests/${reference}`
  return await session.whole({ ...options, method, path, scope: pullScope(repository), headers: { accept } })
}

export function pullScope(repository: string): string {
  return `repository:${repository}:pull`
}

/** The digest of the bytes that came, in the algorithm that was asked for. A header is checked, never believed. */
function verified(answer: HttpAnswer, wanted: Digest | undefined): string {
  const { body, headers, url } = answer
  const digest = digestBytes(body, wanted)
  if (wanted !== undefined && digest !== wanted) {
    throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: wanted, got: digest }))
  }
  if (headers['docker-content-digest'] === undefined) return digest
  const told = digestHeader(answer)
  if (told === undefined || digestBytes(body, told) !== told) {
    throw registryFailure('REGISTRY_DIGEST_HEADER_WRONG', url, { params: { got: digest } })
  }
  return digest
}

/** undefined: none, or nothing that could be checked. */
function digestHeader({ headers }: HttpAnswer): Digest | undefined {
  const header = headers['docker-content-digest']
  const digest = typeof header === 'string' ? parseDigest(header) : undefined
  return digest !== undefined && isHashable(digest) ? digest : undefined
}

function typeOf({ headers }: HttpAnswer): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

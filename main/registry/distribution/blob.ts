import { setTimeout as sleep } from 'node:timers/promises'
import type { BlobDescriptor } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { RegistryCallOptions } from '../../ports/registryClient'
import type { HttpStream } from '../exchange'
import { registryFailure } from '../failures'
import { hashLike, isHashable } from './hashing'
import { pullScope } from './manifests'
import type { RegistrySession } from './session'

/** Bytes that must have come since the last break for the next one not to count as one more in a row. */
const progress = 64 * 1024

/**
 * A blob as its bytes come, over as many connections as it takes: after a break it goes on from the byte that was reached,
 * with the same hash. Read to its end, it has the length and the digest that were asked for. Throws AppFailure
 * SOURCE_DIGEST_MISMATCH {blob, got}, SOURCE_TRUNCATED {blob}, SOURCE_BLOB_MISSING {blob}, REGISTRY_LENGTH_WRONG {host,
 * blob, expected, told}, REGISTRY_*; an abort rejects with the signal's reason.
 */
export async function* readBlob(
  session: RegistrySession,
  repository: string,
  wanted: BlobDescriptor,
  options: RegistryCallOptions,
): AsyncGenerator<Buffer, void> {
  const { digest, size } = wanted
  const blob = { blob: digest }
  if (!isHashable(digest))
    throw new AppFailure(appError('REFERENCE_DIGEST_INVALID', { digest, reference: digest }))
  const hash = hashLike(digest)
  let at = 0
  for (let row = 0, mark = 0; ; ) {
    try {
      for await (const bytes of readFrom(session, repository, wanted, at, options)) {
        at += bytes.length
        hash.update(bytes)
        yield bytes
      }
      break
    } catch (error) {
      // Only the end of the answer was lost: there is nothing left to ask for.
      if (isBreak(error) && at === size && size > 0) break
      row = at - mark >= progress ? 1 : row + 1
      mark = at
      if (!isBreak(error) || row >= session.limits.tries) throw error
      await pause(session.limits.backOff * 2 ** (row - 1), options.signal)
    }
  }
  if (at < size) throw new AppFailure(appError('SOURCE_TRUNCATED', blob, { retryable: true }))
  const got = hash.digest()
  if (got !== digest) throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { ...blob, got }))
}

/** The connection broke or stood still: what came before it was right as far as it came. */
function isBreak(error: unknown): boolean {
  if (!(error instanceof AppFailure)) return false
  const { code } = error.error
  return code === 'REGISTRY_UNREACHABLE' || code === 'REGISTRY_TIMEOUT'
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** The bytes from `at` on, over one connection. */
async function* readFrom(
  session: RegistrySession,
  repository: string,
  wanted: BlobDescriptor,
  at: number,
  options: RegistryCallOptions,
): AsyncGenerator<Buffer, void> {
  const { digest } = wanted
  const answer = await session.stream({
    ...options,
    path: `/v2/${repository}/blobs/${digest}`,
    scope: pullScope(repository),
    headers: {
      accept: '*/*',
      // Digest, length and range are of the blob itself, not of a packed form of it.
      'accept-encoding': 'identity',
      ...(at === 0 ? {} : { range: `bytes=${at}-` }),
    },
  })
  if (answer.type === 'whole') {
    if (answer.status === 404) throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: digest }))
    throw session.refusal(answer)
  }
  try {
    yield* counted(answer, wanted, at)
  } finally {
    answer.body.close()
  }
}

async function* counted(
  answer: HttpStream,
  { digest, size }: BlobDescriptor,
  at: number,
): AsyncGenerator<Buffer, void> {
  const wrong = (told: number) =>
    registryFailure('REGISTRY_LENGTH_WRONG', answer.url, { params: { blob: digest, expected: size, told } })
  let position = startOf(answer, size, at, wrong)
  const length = answer.headers['content-length']
  if (length !== undefined && position + Number(length) !== size) throw wrong(position + Number(length))
  for await (const bytes of answer.body) {
    // A server without ranges starts over: what is known already passes by.
    const skip = Math.max(0, Math.min(bytes.length, at - position))
    position += bytes.length
    if (position > size) throw wrong(position)
    if (skip < bytes.length) yield bytes.subarray(skip)
  }
}

/** Where an answer's first byte lies in the blob. */
function startOf(
  { status, headers, url }: HttpStream,
  size: number,
  at: number,
  wrong: (told: number) => AppFailure,
): number {
  if (status === 200) return 0
  const range = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/.exec(headers['content-range'] ?? '')
  if (status !== 206 || range === null || Number(range[1]) !== at) {
    throw registryFailure('REGISTRY_ANSWER_INVALID', url, { params: { reason: 'range' } })
  }
  if (range[3] !== '*' && Number(range[3]) !== size) throw wrong(Number(range[3]))
  return at
}

import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { registryFailure } from './failures'

/**
 * The whole body, decompressed while it comes, cut off at `limit` bytes before and after decompression, so that neither
 * a huge answer nor a small bomb gets into memory. Throws AppFailure REGISTRY_ANSWER_TOO_LARGE {limit} or
 * REGISTRY_ANSWER_INVALID {reason: encoding}.
 */
export async function readBody(
  response: IncomingMessage,
  url: URL,
  limit: number,
  onBytes: () => void,
): Promise<Buffer> {
  const tooLarge = () => registryFailure('REGISTRY_ANSWER_TOO_LARGE', url, { params: { limit } })
  if (Number(response.headers['content-length'] ?? 0) > limit) throw tooLarge()
  response.on('data', onBytes)
  const source = decoded(response, url)
  return await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limit) {
        source.destroy()
        reject(tooLarge())
      } else chunks.push(chunk)
    })
    source.once('end', () => resolve(Buffer.concat(chunks)))
    source.on('error', reject)
    // Some breaks give neither `end` nor `error`.
    source.once('close', () => reject(new Error('the connection closed in the middle of the answer')))
  })
}

function decoded(response: IncomingMessage, url: URL): Readable {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return response
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw registryFailure('REGISTRY_ANSWER_INVALID', url, { params: { reason: 'encoding' } })
  }
  const gunzip = createGunzip()
  // Errors of either side come out of gunzip.
  pipeline(response, gunzip, () => undefined)
  return gunzip
}

import type { ManifestNode } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { OnePassSource, SourceContent } from '../ports/imageSource'
import { canonicalName } from '../streams/oci/references'
import { onePassSource } from './onePass'

/**
 * Images of an engine, out of the stream of one `GET /images/get`. `bytes` starts the request, once for each `read`; its
 * iterable is let go of on an abort. `wanted`: the references or ids that the engine was asked for: all must have come.
 * `read` throws AppFailure SOURCE_IMAGE_MISSING {image}, SOURCE_TRUNCATED, SOURCE_DAMAGED, SOURCE_DOCUMENT_*, and what
 * `bytes` throws.
 */
export function openSaveStream(
  bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  wanted: readonly string[],
): OnePassSource {
  const name = (wanted[0] ?? '').slice(0, 200)
  return onePassSource({
    name,
    bytes,
    mayBeRootfs: false,
    check: (content) => {
      const known = namesIn(content)
      const missing = wanted.find((image) => !known.has(image) && !known.has(canonicalName(image)))
      if (missing !== undefined) {
        const params = { image: missing.slice(0, 200) }
        throw new AppFailure(appError('SOURCE_IMAGE_MISSING', params, { retryable: true }))
      }
    },
  })
}

/** What an image can be asked for by: names, and the digests that are ids in one store or the other. */
function namesIn({ tree, images }: SourceContent): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { references, id, configDigest } of images) {
    names.add(id).add(configDigest)
    for (const reference of references) names.add(canonicalName(reference))
  }
  const add = (node: ManifestNode) => {
    if (node.descriptor !== undefined) names.add(node.descriptor.digest)
    if (node.type === 'index') node.children.forEach(add)
  }
  tree.forEach(add)
  return names
}

import type { BlobDescriptor, SourcedLayer, SourceProblem } from '@shared/domain/imageSource'
import type { LayerDescriptor } from './manifest'
import { isForeignLayer } from './mediaTypes'
import { digestOf, type Placed } from './place'

type LayerAt = {
  readonly position: number
  /** As the manifest names it. */
  readonly path: string
  readonly descriptor?: LayerDescriptor
  readonly diffId?: string
  readonly placed?: Placed
}

export function layerOf({ path, descriptor, diffId, placed }: LayerAt): SourcedLayer {
  const storedBytes = placed?.size ?? descriptor?.size
  return {
    ...(diffId === undefined ? {} : { diffId }),
    ...(descriptor === undefined ? {} : { blob: blobOf(descriptor) }),
    key: placed?.path ?? path,
    ...(placed?.packing === undefined ? {} : { packing: placed.packing }),
    ...(storedBytes === undefined ? {} : { storedBytes }),
    isForeign: isForeign(descriptor, placed),
  }
}

/** What is known to be wrong with it, without reading it once more. */
export function layerProblems({
  position,
  path,
  descriptor,
  diffId,
  placed,
}: LayerAt): readonly SourceProblem[] {
  const named = descriptor?.digest ?? digestOf(path)
  const blob = (named ?? path).slice(0, 200)
  if (placed === undefined) {
    return isForeign(descriptor, placed)
      ? [{ type: 'foreignLayer', layer: position }]
      : [{ type: 'missingBlob', blob }]
  }
  const isPacked = placed.packing === 'gzip' || placed.packing === 'zstd'
  const unpackedDigest = placed.diffId ?? (isPacked ? undefined : placed.digest)
  const isWrong =
    placed.isCut ||
    (descriptor !== undefined && descriptor.size !== placed.size) ||
    (named !== undefined && placed.digest !== undefined && named !== placed.digest) ||
    (diffId !== undefined && unpackedDigest !== undefined && diffId !== unpackedDigest)
  const problems: SourceProblem[] = isWrong ? [{ type: 'digestMismatch', blob, layer: position }] : []
  if (placed.packing === undefined && placed.size > 0) {
    problems.push({ type: 'unknownPacking', layer: position, mediaType: descriptor?.mediaType ?? '' })
  }
  return problems
}

function isForeign(descriptor: LayerDescriptor | undefined, placed: Placed | undefined): boolean {
  if (placed !== undefined || descriptor === undefined) return false
  return isForeignLayer(descriptor)
}

export function blobOf({ mediaType, digest, size }: BlobDescriptor): BlobDescriptor {
  return { mediaType, digest, size }
}

import type {
  BlobDescriptor,
  SourcedConfig,
  SourcedImage,
  SourcedLayer,
  SourceProblem,
} from '@shared/domain/imageSource'
import type { LayerDescriptor } from './manifest'
import { isForeignLayer, layerKind } from './mediaTypes'

/** An image out of its manifest and config, with what does not agree between the two. A layer's key is its digest. */
export function sourcedImage(found: {
  readonly manifestDigest: string
  readonly configDescriptor: BlobDescriptor
  readonly layers: readonly LayerDescriptor[]
  readonly config: SourcedConfig
  readonly references: readonly string[]
}): SourcedImage {
  const { manifestDigest, configDescriptor, layers, config, references } = found
  return {
    id: manifestDigest,
    configDigest: configDescriptor.digest,
    manifestDigest,
    references,
    config,
    layers: layers.map((layer, at) => sourcedLayer(layer, config.diffIds[at])),
    problems: [...countProblems(layers.length, config), ...layers.flatMap(layerProblems)],
  }
}

function sourcedLayer(layer: LayerDescriptor, diffId: string | undefined): SourcedLayer {
  const { mediaType, digest, size } = layer
  return {
    ...(diffId === undefined ? {} : { diffId }),
    blob: { mediaType, digest, size },
    key: digest,
    storedBytes: size,
    isForeign: isForeignLayer(layer),
  }
}

function layerProblems(layer: LayerDescriptor, at: number): readonly SourceProblem[] {
  const { mediaType } = layer
  if (isForeignLayer(layer)) return [{ type: 'foreignLayer', layer: at }]
  return layerKind(mediaType) === undefined ? [{ type: 'unknownPacking', layer: at, mediaType }] : []
}

/** The history is optional: without one there is nothing to contradict. */
export function countProblems(
  manifestLayers: number,
  { diffIds, history }: SourcedConfig,
): readonly SourceProblem[] {
  const problems: SourceProblem[] = []
  if (diffIds.length !== manifestLayers) {
    problems.push({ type: 'layerCountMismatch', config: diffIds.length, manifest: manifestLayers })
  }
  const steps = history.filter(({ emptyLayer }) => !emptyLayer).length
  if (history.length > 0 && steps !== manifestLayers) {
    problems.push({ type: 'historyMismatch', layers: manifestLayers, steps })
  }
  return problems
}

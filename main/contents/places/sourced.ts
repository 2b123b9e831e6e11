import type { SourcedImage } from '@shared/domain/imageSource'
import type { SourceContent } from '../../ports/imageSource'
import type { ModelLayer } from '../worker/analyst'
import type { PlacedImage } from './place'

/**
 * The image that was asked for: by its id, else the first for this machine, else the first. Undefined: there is none.
 * `platform`: `linux/amd64`.
 */
export function chooseImage(
  { images }: SourceContent,
  choice: string | undefined,
  platform: string,
): SourcedImage | undefined {
  if (choice !== undefined) return images.find(({ id }) => id === choice)
  return images.find(({ config }) => fitsPlatform(config.platform, platform)) ?? images[0]
}

/** `linux/arm64/v8` runs where `linux/arm64` does. */
export function fitsPlatform(told: string | undefined, platform: string): boolean {
  return told === platform || told?.startsWith(`${platform}/`) === true
}

/** A foreign layer is not there, and one without a diffId can't be told from others: both are left out, as its problems say. */
export function placedOf(image: SourcedImage, name: string): PlacedImage {
  const { config, manifestDigest, configDigest, references, id, problems } = image
  const layers = image.layers.flatMap((layer): ModelLayer[] => {
    const { diffId, blob, storedBytes, isForeign } = layer
    if (isForeign || diffId === undefined) return []
    return [
      {
        diffId,
        sharedBy: 0,
        ...(blob === undefined ? {} : { blobDigest: blob.digest }),
        ...(storedBytes === undefined ? {} : { storedBytes }),
      },
    ]
  })
  const steps = config.history.filter(({ emptyLayer }) => !emptyLayer).length
  return {
    name: references[0] ?? name,
    references,
    id: manifestDigest ?? id,
    configDigest,
    ...(config.platform === undefined ? {} : { platform: config.platform }),
    ...(config.created === undefined ? {} : { created: config.created }),
    layers,
    config,
    isPaired: steps === layers.length && layers.length === image.layers.length,
    problems,
  }
}

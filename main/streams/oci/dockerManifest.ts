import { isJson, text, texts } from '../jsonFields'
import { cleanPath } from '../tar/tarPaths'
import { valueOf } from './document'
import { maxLayers } from './limits'
import { shownName } from './references'

/** One entry of a docker-archive's `manifest.json`; paths in the archive. */
export type DockerImage = {
  readonly config: string
  readonly references: readonly string[]
  readonly layers: readonly string[]
}

/** undefined for anything but a list of images: a file of that name can be something else. */
export function readDockerManifest(bytes: Uint8Array): readonly DockerImage[] | undefined {
  const list = valueOf(bytes)
  if (!Array.isArray(list) || list.length === 0) return undefined
  const images = list.map(imageOf)
  const known = images.filter((image) => image !== undefined)
  return known.length === list.length ? known : undefined
}

function imageOf(entry: unknown): DockerImage | undefined {
  if (!isJson(entry)) return undefined
  const config = text(entry.Config)
  const layers = texts(entry.Layers)
  if (config === undefined || layers.length > maxLayers) return undefined
  return {
    config: cleanPath(config),
    references: [...new Set(texts(entry.RepoTags).map(shownName))],
    layers: layers.map(cleanPath),
  }
}

import type { BlobDescriptor, SourcedConfig, SourcedImage, SourceProblem } from '@shared/domain/imageSource'
import type { DockerImage } from './dockerManifest'
import type { OciDocument } from './document'
import type { Gathered, ReadConfig } from './gather'
import { layerOf, layerProblems } from './layerFacts'
import type { LayerDescriptor } from './manifest'
import { digestOf, pathOf } from './place'
import { countProblems } from './sourcedImage'

/** An image whose names and last problems are still being gathered. */
export type Draft = Omit<SourcedImage, 'references' | 'problems'> & {
  readonly references: Set<string>
  readonly problems: SourceProblem[]
  /** It has layers, and none of them is here. */
  readonly isBare: boolean
}

type Manifest = Extract<OciDocument, { type: 'image' }>

/** Undefined where its config is not here or can't be read. */
export function imageOfManifest(
  gathered: Gathered,
  entry: BlobDescriptor,
  manifest: Manifest,
): Draft | undefined {
  const found = gathered.configs.get(pathOf(manifest.config.digest))
  if (found?.config === undefined) return undefined
  const draft = draftOf(gathered, found.config, {
    configDigest: manifest.config.digest,
    manifestDigest: entry.digest,
    layers: manifest.layers.map((descriptor) => ({ path: pathOf(descriptor.digest), descriptor })),
  })
  const stored = gathered.documents.get(pathOf(entry.digest))
  if (stored !== undefined && !isAsNamed(stored, entry)) addMismatch(draft, entry.digest)
  if (!isAsNamed(found, manifest.config)) addMismatch(draft, manifest.config.digest)
  return draft
}

export function imageOfDocker(gathered: Gathered, { config: path, layers }: DockerImage): Draft | undefined {
  const found = gathered.configs.get(path)
  if (found?.config === undefined) return undefined
  const named = namedConfig(path)
  const draft = draftOf(gathered, found.config, {
    configDigest: named ?? found.digest,
    layers: layers.map((layer) => ({ path: layer })),
  })
  if (named !== undefined && found.digest !== named) addMismatch(draft, named)
  return draft
}

/** Digest of a config by its path: `<hex>.json`, `sha256:<hex>`, or a blob. */
export function namedConfig(path: string): string | undefined {
  const hex = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1]
  return digestOf(path) ?? (hex === undefined ? undefined : `sha256:${hex}`)
}

export function isAsNamed(
  { bytes, digest }: Pick<ReadConfig, 'bytes' | 'digest'>,
  entry: BlobDescriptor,
): boolean {
  return digest === entry.digest && bytes.length === entry.size
}

function addMismatch(draft: Draft, blob: string): void {
  draft.problems.push({ type: 'digestMismatch', blob })
}

type Parts = {
  readonly configDigest: string
  readonly manifestDigest?: string
  readonly layers: readonly { readonly path: string; readonly descriptor?: LayerDescriptor }[]
}

function draftOf(
  { files }: Gathered,
  config: SourcedConfig,
  { configDigest, manifestDigest, layers }: Parts,
): Draft {
  const placed = layers.map((layer, position) => {
    const file = files.get(layer.path)
    const diffId = config.diffIds[position]
    return {
      position,
      ...layer,
      ...(diffId === undefined ? {} : { diffId }),
      ...(file === undefined ? {} : { placed: file }),
    }
  })
  const sourced = placed.map(layerOf)
  return {
    id: manifestDigest ?? configDigest,
    configDigest,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    config,
    layers: sourced,
    references: new Set(),
    problems: [...countProblems(layers.length, config), ...placed.flatMap(layerProblems)],
    isBare: placed.length > 0 && placed.every((layer, at) => !('placed' in layer) && !sourced[at]?.isForeign),
  }
}

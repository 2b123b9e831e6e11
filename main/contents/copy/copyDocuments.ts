import { createHash } from 'node:crypto'
import type { BlobDescriptor, LayerPacking, SourcedImage } from '@shared/domain/imageSource'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import type { ImageDocuments } from '../../ports/imageSource'
import type { WholeRoot } from '../../ports/wholeSource'
import { pathOf } from '../../streams/oci/place'

/** A layer as it lies in the copy. `digest` undefined: it could not be known before its bytes were sent. */
export type CopiedLayer = {
  readonly path: string
  readonly size: number
  readonly digest?: string
  readonly packing?: LayerPacking
}

export type CopiedImage = {
  readonly image: SourcedImage
  readonly documents: ImageDocuments
  /** Bottom first. */
  readonly layers: readonly CopiedLayer[]
  readonly references: readonly string[]
}

export type CopiedFile = { readonly path: string; readonly bytes: Uint8Array }

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  none: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
}

/**
 * What comes after the layers: an OCI layout (image-layout.md), and docker's `manifest.json`, which every engine since 1.10
 * loads. Without the digest of a layer there can be no layout. Manifest and config stay the bytes that they were.
 */
export function copyDocuments(images: readonly CopiedImage[]): readonly CopiedFile[] {
  const blobs = new Map<string, Uint8Array>()
  const manifests = images.map((copied) => {
    blobs.set(pathOf(copied.image.configDigest), copied.documents.config)
    const manifest = copied.documents.manifest ?? ownManifest(copied)
    if (manifest === undefined) return undefined
    const digest = copied.image.manifestDigest ?? sha256(manifest)
    blobs.set(pathOf(digest), manifest)
    return indexEntries(copied, { mediaType: mediaTypeOf(manifest), digest, size: manifest.length })
  })
  const files: CopiedFile[] = [...blobs].map(([path, bytes]) => ({ path, bytes }))
  if (manifests.every((entries) => entries !== undefined)) {
    files.push({ path: 'index.json', bytes: json(indexOf(manifests.flat())) })
    files.push({ path: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) })
  }
  files.push({ path: 'manifest.json', bytes: json(images.map(dockerEntry)) })
  return files
}

/**
 * What makes a copy of a whole index an OCI layout, and for `image` one that classic stores load, too.
 * @param image a part of it, all of which is in the copy
 */
export function wholeDocuments(root: WholeRoot, image: SourcedImage | undefined): readonly CopiedFile[] {
  const bytes =
    root.type === 'layout' ? root.bytes : json(indexOf(namedEntries(root.descriptor, root.references)))
  const docker =
    image === undefined
      ? []
      : [{ Config: pathOf(image.configDigest), RepoTags: tagsOf(image.references), Layers: blobPaths(image) }]
  return [
    { path: 'index.json', bytes },
    { path: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) },
    ...(docker.length === 0 ? [] : [{ path: 'manifest.json', bytes: json(docker) }]),
  ]
}

function blobPaths({ layers }: SourcedImage): readonly string[] {
  return layers.map(({ blob, key }) => (blob === undefined ? key : pathOf(blob.digest)))
}

function indexOf(manifests: readonly object[]) {
  return { schemaVersion: 2, mediaType: types.index, manifests }
}

function dockerEntry({ image, layers, references }: CopiedImage) {
  return {
    Config: pathOf(image.configDigest),
    RepoTags: tagsOf(references),
    Layers: layers.map(({ path }) => path),
  }
}

/** One entry for each name, as Docker writes them since 25. */
function indexEntries({ image, references }: CopiedImage, manifest: BlobDescriptor) {
  const [os, architecture, variant] = image.config.platform?.split('/') ?? []
  const entry = os === undefined ? manifest : { ...manifest, platform: { architecture, os, variant } }
  return namedEntries(entry, references)
}

function namedEntries<T extends BlobDescriptor>(entry: T, references: readonly string[]): readonly T[] {
  if (references.length === 0) return [entry]
  return references.map((text) => ({ ...entry, annotations: annotationsOf(text) }))
}

/** A digest is no name that an engine could give. */
function tagsOf(references: readonly string[]): readonly string[] | null {
  const tags = references.filter((text) => !text.includes('@'))
  return tags.length === 0 ? null : tags
}

function annotationsOf(text: string): Readonly<Record<string, string>> {
  const parsed = parseReference(text)
  if (!parsed.ok) return { 'org.opencontainers.image.ref.name': text }
  const { canonical, tag } = withDefaultTag(parsed.value)
  return {
    'io.containerd.image.name': canonical,
    ...(tag === undefined ? {} : { 'org.opencontainers.image.ref.name': tag }),
  }
}

/** For an image that never had one: a classic store's, or an archive's of old. */
function ownManifest({ image, documents, layers }: CopiedImage): Uint8Array | undefined {
  const descriptors = layers.map(({ digest, size, packing }) =>
    digest === undefined || packing === undefined ? undefined : { mediaType: types[packing], digest, size },
  )
  if (descriptors.some((descriptor) => descriptor === undefined)) return undefined
  const config = { mediaType: types.config, digest: image.configDigest, size: documents.config.length }
  return json({ schemaVersion: 2, mediaType: types.manifest, config, layers: descriptors })
}

function mediaTypeOf(manifest: Uint8Array): string {
  const parsed: unknown = JSON.parse(Buffer.from(manifest).toString('utf8'))
  const told: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'mediaType') : undefined
  return typeof told === 'string' ? told : types.manifest
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

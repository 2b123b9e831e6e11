import { createHash } from 'node:crypto'

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
export const ociIndex = 'application/vnd.oci.image.index.v1+json'
export const ociConfig = 'application/vnd.oci.image.config.v1+json'
export const ociLayer = 'application/vnd.oci.image.layer.v1.tar'

export type Descriptor = { readonly mediaType: string; readonly digest: string; readonly size: number }

/** What one repository holds. */
export type Repository = {
  readonly blobs: Map<string, Buffer>
  readonly manifests: Map<string, { readonly bytes: Buffer; readonly mediaType: string }>
  readonly tags: Map<string, string>
}

export function digestOf(bytes: Buffer | string, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

/** Bytes that look random, always the same for a seed. */
export function someBytes(size: number, seed: string): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at * 64 < size; at += 1) {
    blocks.push(createHash('sha512').update(`${seed} ${at}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, size)
}

export function emptyRepository(): Repository {
  return { blobs: new Map(), manifests: new Map(), tags: new Map() }
}

export function putBlob(repository: Repository, mediaType: string, bytes: Buffer): Descriptor {
  const digest = digestOf(bytes)
  repository.blobs.set(digest, bytes)
  return { mediaType, digest, size: bytes.length }
}

export function putManifest(
  repository: Repository,
  mediaType: string,
  value: unknown,
  tag?: string,
): Descriptor {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))
  const digest = digestOf(bytes)
  repository.manifests.set(digest, { bytes, mediaType })
  if (tag !== undefined) repository.tags.set(tag, digest)
  return { mediaType, digest, size: bytes.length }
}

export type AnImage = {
  readonly tag?: string
  readonly layers?: readonly Buffer[]
  readonly architecture?: string
  /** Put over the manifest's own fields. */
  readonly manifest?: Readonly<Record<string, unknown>>
}

/** An image of layers that are just bytes, as a registry sees them. */
export function putImage(repository: Repository, options: AnImage = {}): Descriptor {
  const { tag, layers = [someBytes(1000, 'a layer')], architecture = 'amd64', manifest = {} } = options
  const config = {
    os: 'linux',
    architecture,
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(layer)) },
    history: layers.map((_, at) => ({ created_by: `COPY ${at} /` })),
  }
  const value = {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: putBlob(repository, ociConfig, Buffer.from(JSON.stringify(config))),
    layers: layers.map((layer) => putBlob(repository, ociLayer, layer)),
    ...manifest,
  }
  return putManifest(repository, ociManifest, value, tag)
}

/** Two platforms, and what BuildKit says of the first. */
export function putIndex(repository: Repository, tag: string): Descriptor {
  const amd64 = putImage(repository, { architecture: 'amd64' })
  const arm64 = putImage(repository, { architecture: 'arm64', layers: [someBytes(500, 'arm')] })
  const statement = putImage(repository, { architecture: 'unknown', layers: [Buffer.from('{}')] })
  const value = {
    schemaVersion: 2,
    mediaType: ociIndex,
    manifests: [
      { ...amd64, platform: { os: 'linux', architecture: 'amd64' } },
      { ...arm64, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      {
        ...statement,
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': amd64.digest,
        },
      },
    ],
  }
  return putManifest(repository, ociIndex, value, tag)
}

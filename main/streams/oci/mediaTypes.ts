/** OCI image-spec, media-types.md; distribution, manifest-v2-2.md. */
export const imageManifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const

export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const

const schema1Types: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
])
const manifestTypes: ReadonlySet<string> = new Set(imageManifestTypes)
const listTypes: ReadonlySet<string> = new Set(indexTypes)
/** Docker before 1.10 wrote no type of its own. */
const configTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
])

/** What a manifest's media type says it is; undefined where it says nothing about that (`application/json`). */
export function manifestKind(mediaType: string): 'image' | 'index' | 'schema1' | undefined {
  if (manifestTypes.has(mediaType)) return 'image'
  if (listTypes.has(mediaType)) return 'index'
  return schema1Types.has(mediaType) ? 'schema1' : undefined
}

/** The config of a container image, not of a chart, a plugin or a signature. */
export function isImageConfig(mediaType: string): boolean {
  return configTypes.has(mediaType)
}

const layerType =
  /^application\/vnd\.(?:docker\.image\.rootfs\.(foreign\.)?diff\.tar(?:\.gzip|\.zstd)?|oci\.image\.layer\.(nondistributable\.)?v1\.tar(?:\+gzip|\+zstd)?)$/

/** `foreign`: kept outside of registries (Windows base layers). undefined: no filesystem layer that we know to read. */
export function layerKind(mediaType: string): 'ours' | 'foreign' | undefined {
  const match = layerType.exec(mediaType)
  if (match === null) return undefined
  return match[1] === undefined && match[2] === undefined ? 'ours' : 'foreign'
}

/** A layer that its manifest says is kept elsewhere: nobody is sent there by a manifest. */
export function isForeignLayer({
  mediaType,
  hasUrls,
}: {
  readonly mediaType: string
  readonly hasUrls: boolean
}): boolean {
  return hasUrls || layerKind(mediaType) === 'foreign'
}

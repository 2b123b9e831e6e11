import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { tarOf } from '../../scripts/sandbox/images/tar.mjs'

export const sha256 = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
export const blobPath = (digest: string) => `blobs/${digest.replace(':', '/')}`

type Packing = 'none' | 'gzip'
export type LayoutImage = {
  readonly name?: string
  readonly platform?: string
  /** Names of the files in each layer, bottom first. */
  readonly layers?: readonly string[]
  readonly packing?: Packing
  readonly config?: Readonly<Record<string, unknown>>
  /** Blobs of it are left out, as those of a platform that was not pulled. */
  readonly isAbsent?: boolean
}

export type Files = Map<string, Buffer>
export type Layout = {
  readonly files: Files
  /** Of each image, in order. */
  readonly manifests: readonly string[]
  readonly configs: readonly string[]
}

export const layerTar = (name: string) => layerOf([{ name, content: Buffer.alloc(3_000, name) }]).tar

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  none: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
}

/** Blobs, `index.json` and `oci-layout`; `asIndex`: one index with all images as its platforms, and an attestation of the first. */
export function layoutOf(images: readonly LayoutImage[], { asIndex = false } = {}): Layout {
  const files: Files = new Map()
  const put = (bytes: Buffer, mediaType: string, isAbsent = false) => {
    const digest = sha256(bytes)
    if (!isAbsent) files.set(blobPath(digest), bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const configs: string[] = []
  const made = images.map(
    ({ name, platform = 'linux/amd64', layers = ['one'], packing = 'gzip', config = {}, isAbsent }) => {
      const [os, architecture, variant] = platform.split('/')
      const tars = layers.map(layerTar)
      const configEntry = put(
        json({
          os,
          architecture,
          variant,
          created: '2026-03-01T12:00:00Z',
          rootfs: { type: 'layers', diff_ids: tars.map(sha256) },
          history: layers.map((layer) => ({ created_by: `COPY ${layer} /` })),
          ...config,
        }),
        types.config,
        isAbsent,
      )
      configs.push(configEntry.digest)
      const entries = tars.map((tar) =>
        put(packing === 'gzip' ? gzipSync(tar) : tar, types[packing], isAbsent),
      )
      const manifest = put(
        json({ schemaVersion: 2, mediaType: types.manifest, config: configEntry, layers: entries }),
        types.manifest,
        isAbsent,
      )
      const annotations: Readonly<Record<string, string>> =
        name === undefined ? {} : { 'io.containerd.image.name': name }
      return { ...manifest, platform: { os, architecture, variant }, annotations }
    },
  )
  const manifests = asIndex ? [indexed(put, made)] : made
  files.set('index.json', json({ schemaVersion: 2, mediaType: types.index, manifests }))
  files.set('oci-layout', json({ imageLayoutVersion: '1.0.0' }))
  return { files, manifests: made.map(({ digest }) => digest), configs }
}

type Put = (bytes: Buffer, mediaType: string) => { mediaType: string; digest: string; size: number }
type Made = ReturnType<Put> & { readonly annotations: Readonly<Record<string, string>> }

function indexed(put: Put, made: readonly Made[]) {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const statement = put(
    json({ _type: 'https://in-toto.io/Statement/v0.1', predicate: {} }),
    'application/vnd.in-toto+json',
  )
  const config = put(json({ os: 'unknown', architecture: 'unknown', rootfs: { diff_ids: [] } }), types.config)
  const attestation = {
    ...put(json({ schemaVersion: 2, config, layers: [statement] }), types.manifest),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': made[0]?.digest ?? '',
    },
  }
  const bare = made.map((entry) => ({ ...entry, annotations: undefined }))
  const index = put(
    json({ schemaVersion: 2, mediaType: types.index, manifests: [...bare, attestation] }),
    types.index,
  )
  return { ...index, annotations: made[0]?.annotations ?? {} }
}

/** As an engine sends it: blobs by digest, manifests last. */
export function tarOfFiles(files: Files): Buffer {
  return tarOf([...files].map(([name, content]) => ({ name, content })))
}

export function writeFiles(folder: string, files: Files): string {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** What Docker 25 and newer write beside the index. */
export function withDockerManifest(
  { files, configs }: Layout,
  images: readonly { readonly tags: readonly string[]; readonly layers: readonly string[] }[],
): Files {
  const list = images.map(({ tags, layers }, at) => ({
    Config: blobPath(configs[at] ?? ''),
    RepoTags: tags,
    Layers: layers.map((name) => blobPath(sha256(layerTar(name)))),
  }))
  return new Map([...files, ['manifest.json', Buffer.from(JSON.stringify(list))]])
}

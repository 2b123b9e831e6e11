import { parseDigest } from '@shared/domain/digest'
import type { BlobDescriptor } from '@shared/domain/imageSource'
import { z } from 'zod'
import { parseJson } from '../parseJson'
import { duplicateKey } from './duplicateKeys'
import { manifestKind } from './mediaTypes'

/** Bytes of a manifest or an index that are read at most (limits.md A28; registries take 4 MiB, OCI distribution-spec). */
export const maxManifestBytes = 8 * 1024 * 1024

export type IndexEntry = BlobDescriptor & {
  /** `linux/arm64/v8` */
  readonly platform?: string
  /** Set when the entry says that it is an attestation; of which image, where it says that. */
  readonly attestation?: { readonly of?: string }
  /** As containerd, or else the OCI image-spec, has it in its annotations: untrusted text. */
  readonly name?: string
}

/** `hasUrls`: it names other places to get it from, which nobody should be sent to by a manifest. */
export type LayerDescriptor = BlobDescriptor & { readonly hasUrls: boolean }

export type ManifestDocument =
  | { readonly type: 'index'; readonly mediaType: string; readonly entries: readonly IndexEntry[] }
  | {
      readonly type: 'image'
      readonly mediaType: string
      readonly config: BlobDescriptor
      readonly layers: readonly LayerDescriptor[]
    }
  | { readonly type: 'schema1' }
  /** `mediaType`: what it was announced as, what it says itself and what it is do not agree. */
  | {
      readonly type: 'unreadable'
      readonly reason: 'notJson' | 'tooDeep' | 'duplicateKey' | 'mediaType' | 'shape'
    }

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const digest = z.string().transform((text, context) => {
  const parsed = parseDigest(text)
  if (parsed !== undefined) return parsed
  context.addIssue('no digest')
  return z.NEVER
})
const descriptor = z.object({
  mediaType: z.string().max(255),
  digest,
  size,
  urls: z.array(z.unknown()).nullish().catch(undefined),
})
const platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().nullish().catch(undefined),
})
const annotations = z.object({
  'vnd.docker.reference.type': z.string().optional().catch(undefined),
  'vnd.docker.reference.digest': z.string().optional().catch(undefined),
  'io.containerd.image.name': z.string().optional().catch(undefined),
  'org.opencontainers.image.ref.name': z.string().optional().catch(undefined),
})
const entry = descriptor.extend({
  platform: platform.nullish().catch(undefined),
  annotations: annotations.nullish().catch(undefined),
})
const index = z.object({ manifests: z.array(entry).nullable() })
const image = z.object({ config: descriptor, layers: z.array(descriptor).nullable() })
const head = z.object({
  schemaVersion: z.unknown().optional(),
  mediaType: z.string().nullish(),
  manifests: z.unknown().optional(),
  layers: z.unknown().optional(),
  fsLayers: z.unknown().optional(),
})

/** `told`: the media type under which the bytes came (Content-Type, descriptor), without its parameters; empty: none. */
export function readManifest(bytes: Uint8Array, told: string): ManifestDocument {
  const parsed = parseJson(bytes)
  if (parsed.type !== 'json') return { type: 'unreadable', reason: parsed.type }
  const first = head.safeParse(parsed.value)
  if (!first.success) return { type: 'unreadable', reason: 'shape' }
  const { schemaVersion, mediaType, manifests, layers, fsLayers } = first.data
  const announced = manifestKind(told)
  if (announced === 'schema1' || schemaVersion === 1 || fsLayers !== undefined) return { type: 'schema1' }
  if (duplicateKey(bytes) !== undefined) return { type: 'unreadable', reason: 'duplicateKey' }
  const own = mediaType === null || mediaType === undefined ? undefined : mediaType
  const said = own === undefined ? announced : manifestKind(own)
  // Both in one document are two images for two readers (CVE-2021-41190).
  if (manifests !== undefined && layers !== undefined) return { type: 'unreadable', reason: 'mediaType' }
  const isKind = manifests !== undefined ? 'index' : 'image'
  const isOther = own !== undefined && announced !== undefined && own !== told
  if (isOther || (said !== undefined && said !== isKind) || (own !== undefined && said === undefined)) {
    return { type: 'unreadable', reason: 'mediaType' }
  }
  return readAs(isKind, own ?? told, parsed.value)
}

function readAs(kind: 'index' | 'image', mediaType: string, value: unknown): ManifestDocument {
  if (kind === 'index') {
    const read = index.safeParse(value)
    if (read.success)
      return { type: 'index', mediaType, entries: (read.data.manifests ?? []).map(indexEntry) }
  } else {
    const read = image.safeParse(value)
    if (read.success) {
      const layers = (read.data.layers ?? []).map(layerDescriptor)
      return { type: 'image', mediaType, config: plain(read.data.config), layers }
    }
  }
  return { type: 'unreadable', reason: 'shape' }
}

function plain({ mediaType, digest, size }: z.output<typeof descriptor>): BlobDescriptor {
  return { mediaType, digest, size }
}

function layerDescriptor(each: z.output<typeof descriptor>): LayerDescriptor {
  return { ...plain(each), hasUrls: (each.urls ?? []).length > 0 }
}

function indexEntry(each: z.output<typeof entry>): IndexEntry {
  const { platform, annotations } = each
  const isAttestation = annotations?.['vnd.docker.reference.type'] === 'attestation-manifest'
  const of = annotations?.['vnd.docker.reference.digest']
  const name = annotations?.['io.containerd.image.name'] ?? annotations?.['org.opencontainers.image.ref.name']
  const isKnown = platform && platform.os !== 'unknown' && platform.os !== ''
  return {
    ...plain(each),
    ...(isKnown ? { platform: platformOf(platform.os, platform.architecture, platform.variant) } : {}),
    ...(isAttestation ? { attestation: of === undefined ? {} : { of } } : {}),
    ...(name === undefined ? {} : { name }),
  }
}

/** `linux/arm64/v8` */
export function platformOf(os: string, architecture: string, variant: string | null | undefined): string {
  return [os, architecture, variant].filter(Boolean).join('/')
}

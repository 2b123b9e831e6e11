import type { ImageId } from '@shared/domain/image'
import type { StoredImage, StoredManifest } from '../../ports/storage'
import { platformOf } from './imageList'
import { count, isJson, type Json, notAnEngine, object, rows, text, texts } from './read'

/** `GET /images/json?manifests=1`. Images of which no manifests are told (classic store) are left out. */
export function readStoredImages(answer: unknown): ReadonlyMap<ImageId, StoredImage> {
  if (!Array.isArray(answer)) throw notAnEngine('image list')
  const images = new Map<ImageId, StoredImage>()
  for (const row of answer.filter(isJson)) {
    const id = text(row.Id)
    if (id === undefined || !Array.isArray(row.Manifests)) continue
    const manifests = rows(row.Manifests).flatMap((manifest) => readManifest(manifest) ?? [])
    const own = object(row.Descriptor)
    const isIndex = manifests.every(({ digest }) => digest !== text(own.digest))
    const indexBytes = isIndex ? (count(own.size) ?? 0) : 0
    images.set(id, { id, size: count(row.Size) ?? 0, indexBytes, manifests })
  }
  return images
}

function readManifest(row: Json): StoredManifest | undefined {
  const descriptor = object(row.Descriptor)
  const digest = text(row.ID) ?? text(descriptor.digest)
  if (digest === undefined) return undefined
  const kind = kindOf(row.Kind)
  const image = object(row.ImageData)
  const unpackedBytes = count(object(image.Size).Unpacked)
  const platform =
    platformOf(image.Platform) ?? (kind === 'image' ? platformOf(descriptor.platform) : undefined)
  const about = text(object(row.AttestationData).For)
  return {
    digest,
    kind,
    ...(platform === undefined ? {} : { platform }),
    ...(about === undefined ? {} : { about }),
    available: row.Available === true,
    descriptorBytes: count(descriptor.size) ?? 0,
    contentBytes: count(object(row.Size).Content) ?? 0,
    ...(unpackedBytes === undefined ? {} : { unpackedBytes }),
    containers: texts(image.Containers),
  }
}

function kindOf(value: unknown): StoredManifest['kind'] {
  return value === 'image' || value === 'attestation' ? value : 'unknown'
}

import type { BlobRole, SourceProblem } from '@shared/domain/imageSource'
import type { Gathered } from './gather'
import { maxReference } from './limits'
import type { IndexEntry } from './manifest'
import { manifestKind } from './mediaTypes'
import { digestOf, pathOf } from './place'
import { namesOf } from './references'

/** Blobs that are not as they are named, and of no image that could tell it (`told`): indexes, attestations, a config that can't be read. */
export function strayDamage(gathered: Gathered, told: ReadonlySet<string>): readonly SourceProblem[] {
  const { documents, configs, files } = gathered
  const wrong = [...documents, ...configs, ...files].flatMap(([path, { digest }]) => {
    const name = digestOf(path)
    return name === undefined || digest === undefined || digest === name || told.has(name) ? [] : [name]
  })
  if (wrong.length === 0) return []
  const roles = rolesOf(gathered)
  return [...new Set(wrong)].map((blob) => {
    const role = roles.get(blob)
    return { type: 'digestMismatch', blob, ...(role === undefined ? {} : { role }) }
  })
}

/** What each blob is, by what leads to it; the first that says so. */
function rolesOf({ index, docker, documents }: Gathered): ReadonlyMap<string, BlobRole> {
  const roles = new Map<string, BlobRole>()
  const platforms = new Map<string, string>()
  const set = (digest: string | undefined, type: BlobRole['type'], of: string | undefined) => {
    if (digest === undefined || roles.has(digest)) return
    roles.set(digest, { type, ...(of === undefined ? {} : { of: of.slice(0, maxReference) }) })
  }
  const walk = (entries: readonly IndexEntry[]) => {
    for (const { digest, platform } of entries) if (platform !== undefined) platforms.set(digest, platform)
    for (const entry of entries) {
      if (roles.has(entry.digest)) continue
      const document = documents.get(pathOf(entry.digest))?.document
      const { attestation } = entry
      const of =
        attestation === undefined
          ? (entry.platform ?? namesOf(entry)[0])
          : (platforms.get(attestation.of ?? '') ?? attestation.of)
      const own = attestation === undefined ? kindOf(document?.type, entry) : 'attestation'
      set(entry.digest, own, of)
      if (document?.type === 'index') walk(document.entries)
      if (document?.type !== 'image') continue
      set(document.config.digest, attestation === undefined ? 'config' : 'attestation', of)
      for (const layer of document.layers)
        set(layer.digest, attestation === undefined ? 'layer' : 'attestation', of)
    }
  }
  walk(index ?? [])
  for (const { config, layers, references } of docker ?? []) {
    set(digestOf(config), 'config', references[0])
    for (const layer of layers) set(digestOf(layer), 'layer', references[0])
  }
  return roles
}

/** Of bytes that are no document any more, what their descriptor says. */
function kindOf(
  type: 'index' | 'image' | 'other' | undefined,
  { mediaType }: IndexEntry,
): 'index' | 'manifest' {
  return (type === 'index' || type === 'image' ? type : manifestKind(mediaType)) === 'index'
    ? 'index'
    : 'manifest'
}

import { parseJson } from '../parseJson'
import { maxLayers, maxValues } from './limits'
import { type ManifestDocument, readManifest } from './manifest'
import { isImageConfig } from './mediaTypes'

/** What an index leads to. */
export type OciDocument =
  | Extract<ManifestDocument, { type: 'index' | 'image' }>
  | { readonly type: 'other'; readonly reason: 'artifact' | 'schema1' | 'unreadable' }

/** `told`: the media type of its descriptor; empty: none. */
export function readDocument(bytes: Uint8Array, told: string): OciDocument {
  if (hasTooManyValues(bytes)) return { type: 'other', reason: 'unreadable' }
  const document = readManifest(bytes, told)
  if (document.type === 'schema1') return { type: 'other', reason: 'schema1' }
  if (document.type === 'unreadable') return { type: 'other', reason: 'unreadable' }
  if (document.type === 'index') return document
  if (!isImageConfig(document.config.mediaType)) return { type: 'other', reason: 'artifact' }
  return document.layers.length > maxLayers ? { type: 'other', reason: 'unreadable' } : document
}

/** undefined for what is no JSON, is nested too deep, or has a multitude of values. */
export function valueOf(bytes: Uint8Array): unknown {
  if (hasTooManyValues(bytes)) return undefined
  const parsed = parseJson(bytes)
  return parsed.type === 'json' ? parsed.value : undefined
}

const comma = 0x2c

/** Each value but the first of its list has a comma before it, or a bracket: 32 MiB of them would become 500. */
export function hasTooManyValues(bytes: Uint8Array): boolean {
  let values = 0
  let inText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (inText) {
      if (byte === 0x5c) at += 1
      else if (byte === 0x22) inText = false
    } else if (byte === 0x22) inText = true
    else if (byte === comma || byte === 0x5b || byte === 0x7b) values += 1
  }
  return values > maxValues
}
